"""What `client.toml` says about a client: names, segments, people; checked as a whole."""

from collections import Counter
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import SettingsError
from assistant.journey import BrandValue, Handling, Person, Role, Segment
from assistant.settings import Settings, problem_list, read_toml, suggestion
from assistant.wording import Text

PROMISE = "promise"
"""The id under which the brand's promise stands beside its values."""


class _SegmentEntry(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    label: str = Field(min_length=1)
    description: str = ""
    aliases: list[str] = []


class _PersonEntry(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str = Field(min_length=1)
    role: Role
    segment: str | None = None
    title: str = ""
    aliases: list[str] = []


class _PromiseEntry(BaseModel):
    model_config = ConfigDict(extra="forbid")
    text: str = Field(min_length=1)
    words: list[str] = []
    topics: list[str] = []


class _ValueEntry(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    label: str = Field(min_length=1)
    description: str = ""
    words: list[str] = []
    topics: list[str] = []


class ClientProfile(BaseModel):
    """A client as `client.toml` describes it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str = Field(min_length=1)
    brands: list[str] = []
    as_is: list[str] = []
    """Files of the notes whose text is read without cleaning."""
    trusted: list[str] = []
    """Files of the notes in which a person looked at what reads like orders to a program, and found talk."""
    promise_: _PromiseEntry | None = Field(None, alias="promise")
    """What the brand promises its customers, in one sentence."""
    values_: list[_ValueEntry] = Field([], alias="values")
    """What the brand wants to stand for."""
    segments_: list[_SegmentEntry] = Field([], alias="segments")
    people_: list[_PersonEntry] = Field([], alias="people")

    @property
    def segments(self) -> tuple[Segment, ...]:
        return tuple(Segment(each.id, each.label, each.description, tuple(each.aliases)) for each in self.segments_)

    @property
    def values(self) -> tuple[BrandValue, ...]:
        """The promise, where there is one, and the values of the brand."""
        told = self.promise_
        first = (
            [BrandValue(PROMISE, told.text, "", tuple(told.words), tuple(told.topics), promise=True)] if told else []
        )
        rest = [
            BrandValue(each.id, each.label, each.description, tuple(each.words), tuple(each.topics))
            for each in self.values_
        ]
        return (*first, *rest)

    @property
    def handling(self) -> Handling:
        return Handling(frozenset(self.as_is), frozenset(self.trusted))

    @property
    def people(self) -> tuple[Person, ...]:
        return tuple(
            Person(each.name, each.role, each.segment, each.title, tuple(each.aliases)) for each in self.people_
        )


def read_profile(path: Path) -> tuple[ClientProfile, dict[str, Any]]:
    """The client's profile and those keys of the file that are settings.

    Raises SettingsError with every problem of the file, each with its place.
    """
    content = read_toml(path)
    settings = {key: value for key, value in content.items() if key in Settings.model_fields}
    own = {key: value for key, value in content.items() if key not in Settings.model_fields}
    own.setdefault("name", path.parent.name)
    problems: list[Text] = []
    profile: ClientProfile | None = None
    try:
        profile = ClientProfile.model_validate(own)
    except ValidationError as error:
        problems.extend(_describe(each["loc"], each["type"], each["input"]) for each in error.errors(include_url=False))
    if profile is not None:
        problems.extend(_contradictions(profile))
    if problems or profile is None:
        raise SettingsError(_at(path, problem_list(problems)))
    return profile, settings


def _at(path: Path, problems: Text) -> Text:
    return Text("{path}：{problems}", "{path}: {problems}").filled(path=path, problems=problems)


def _describe(place: tuple[int | str, ...], kind: str, value: object) -> Text:
    where = ".".join(str(part + 1) if isinstance(part, int) else part for part in place)
    if kind == "extra_forbidden":
        known = [
            "name",
            "brands",
            "as_is",
            "trusted",
            "promise",
            "values",
            "segments",
            "people",
            *Settings.model_fields,
        ]
        if len(place) > 1:
            known = [
                "id",
                "label",
                "description",
                "aliases",
                "name",
                "role",
                "segment",
                "title",
                "text",
                "words",
                "topics",
            ]
        message = Text("没有名为 {where} 的项。{close}", "there is no key {where}.{close}")
        return message.filled(where=where, close=suggestion(str(list(place)[-1]), known))
    if kind == "missing":
        return Text("缺少 {where}。", "{where} is missing.").filled(where=where)
    if kind == "enum":
        message = Text(
            "{where} = {value} 无效，应为 customer、staff 或 interviewer。",
            "{where} = {value} is not valid; it must be customer, staff or interviewer.",
        )
        return message.filled(where=where, value=repr(value))
    if kind == "string_pattern_mismatch":
        message = Text(
            "{where} = {value} 无效：只能用小写英文字母、数字和连字符。",
            "{where} = {value} is not valid: use lower-case letters, digits and hyphens.",
        )
        return message.filled(where=where, value=repr(value))
    return Text("{where} = {value} 无效。", "{where} = {value} is not valid.").filled(where=where, value=repr(value))


def _contradictions(profile: ClientProfile) -> list[Text]:
    ids = [each.id for each in profile.segments]
    twice = Text("客群 {id} 写了不止一次。", "segment {id} stands there twice.")
    problems = [twice.filled(id=each) for each, times in Counter(ids).items() if times > 1]
    problems += _brand_problems(profile)
    for person in profile.people:
        if person.segment is not None and person.segment not in ids:
            message = Text("{name} 的客群 {id} 不存在。{close}", "{name}: there is no segment {id}.{close}")
            problems.append(message.filled(name=person.name, id=person.segment, close=suggestion(person.segment, ids)))
        if person.segment is not None and person.role is not Role.CUSTOMER:
            message = Text("{name} 不是客户，不能归入客群。", "{name} is no customer and cannot belong to a segment.")
            problems.append(message.filled(name=person.name))
    names = Counter(name for person in profile.people for name in {person.name, *person.aliases})
    for name in (each for each, times in names.items() if times > 1):
        message = Text("“{name}”指向不止一个人。", "“{name}” stands for more than one person.")
        problems.append(message.filled(name=name))
    return problems


def _brand_problems(profile: ClientProfile) -> list[Text]:
    """Values that stand twice, and those that nothing in the notes could be held against."""
    counted = Counter(each.id for each in profile.values)
    twice = Text("品牌价值 {id} 写了不止一次。", "the brand value {id} stands there twice.")
    problems = [twice.filled(id=each) for each, times in counted.items() if times > 1]
    empty = Text(
        "品牌价值或承诺“{label}”要写 words（客户说到它时的用词）或 topics。",
        "the brand's value or promise {label} needs words (what customers say when they speak of it) or topics.",
    )
    return problems + [empty.filled(label=each.label) for each in profile.values if not each.words and not each.topics]
