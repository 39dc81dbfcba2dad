"""Prompts as Markdown files: read, checked, filled, with the notes fenced off as material."""

import hashlib
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal, get_args

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.causes import cause_of
from assistant.errors import SettingsError
from assistant.library.reading import explain_invalid
from assistant.model.port import Message, Request, Shape
from assistant.wording import Language, Text, joined, same

Step = Literal[
    "code",
    "claim",
    "verify",
    "insights",
    "gaps",
    "ask",
    "check",
    "judge",
    "split-question",
    "rewrite-question",
    "follow-up",
]
STEPS: tuple[Step, ...] = get_args(Step)
PromptLanguage = Literal["zh", "en"]
MARKER = "marker"
_MARKER_BITS = 64  # nobody who wrote a note months ago can have guessed it
_PARTS = re.compile(
    r"\A---\r?\n(?P<front>.*?)\r?\n---\r?\n\s*# system\r?\n(?P<system>.*?)\r?\n# user\r?\n(?P<user>.*)\Z", re.DOTALL
)
_TURN = re.compile(r"^# (?:user|assistant)\n", re.MULTILINE)
_PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")


class _Front(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    purpose: Annotated[str, Field(min_length=1)]
    step: Step
    language: PromptLanguage
    placeholders: list[str] = []
    notes: list[str] = []


@dataclass(frozen=True, slots=True)
class Filled:
    """A prompt ready to be sent. `markers` are the random fences in it."""

    messages: tuple[Message, ...]
    step: str
    digest: str
    markers: tuple[str, ...]

    def request(self, max_tokens: int, schema: type[Shape] | None = None) -> Request[Shape]:
        """The request to the model that asks with it."""
        return Request(self.messages, max_tokens, self.step, schema, self.digest, self.markers)


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt in one language. `placeholders` are filled as they are, `notes` (client material) within fences.

    `digest` is the SHA-256 of its text; it stands in a draft's provenance and decides whether a kept reply still holds.
    """

    file: str
    purpose: str
    step: str
    language: PromptLanguage
    system: str
    user: str
    placeholders: tuple[str, ...]
    notes: tuple[str, ...]
    digest: str

    def fill(self, values: Mapping[str, str], notes: Mapping[str, str], chance: random.Random) -> Filled:
        """The messages with every placeholder filled. Nothing in a value is read as a placeholder.

        The notes stand between markers drawn from `chance` that occur in none of the texts. Raises SettingsError naming
        the file where what is given is not what the prompt asks for.
        """
        _check_given(self.file, self.placeholders, values)
        _check_given(self.file, self.notes, notes)
        marker = draw_marker((*values.values(), *notes.values(), self.system, self.user), chance)
        given = {**values, **{name: fence(text, marker) for name, text in notes.items()}, MARKER: marker}

        def put_in(match: re.Match[str]) -> str:
            return given[match[1].strip()]

        markers = (marker,) if self.notes else ()
        told = tuple(Message(each.role, _PLACEHOLDER.sub(put_in, each.content)) for each in self._turns())
        return Filled(told, self.step, self.digest, markers)

    def _turns(self) -> Iterator[Message]:
        """The prompt as it is spoken: the worked examples that stand in it as questions and answers come first."""
        yield Message("system", self.system)
        asking = True
        for turn in _TURN.split(self.user):
            yield Message("user" if asking else "assistant", turn.strip())
            asking = not asking


@dataclass(frozen=True, slots=True)
class Prompts:
    """All prompts that are in force."""

    prompts: tuple[Prompt, ...]

    def find(self, step: str, language: Language) -> Prompt:
        """The prompt of a step for a report's or question's language. Raises KeyError for a step there is none of."""
        wanted = "en" if language == "en" else "zh"
        for prompt in self.prompts:
            if (prompt.step, prompt.language) == (step, wanted):
                return prompt
        raise KeyError(step)

    def hashes(self) -> tuple[tuple[str, str], ...]:
        """File name and hash of each, for a draft's provenance."""
        return tuple((f"{each.step}.{each.language}.md", each.digest) for each in self.prompts)


def fence(text: str, marker: str) -> str:
    """`text` between two markers that only this program knows."""
    return f"<notes {marker}>\n{text}\n</notes {marker}>"


def draw_marker(texts: tuple[str, ...], chance: random.Random) -> str:
    """A random word that occurs in none of the texts, in whatever case."""
    folded = [text.casefold() for text in texts]
    while True:
        marker = format(chance.getrandbits(_MARKER_BITS), "016x")
        if not any(marker in text for text in folded):
            return marker


def prompts_folder() -> Path:
    """The shipped prompts: inside the installed package, else at the top of the checkout. Raises SettingsError."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "prompts", package.parent / "prompts"):
        if (folder / "code.zh.md").is_file():
            return folder
    message = Text(
        "找不到随程序附带的提示词文件夹：{path}", "The folder of prompts that belongs to the program is missing: {path}"
    )
    hint = Text("请重新安装 journey-assistant。", "Install journey-assistant again.")
    raise SettingsError(message.filled(path=package / "prompts"), hint)


def load_prompts(extra: Path | None = None, *, shipped: Path | None = None) -> Prompts:
    """The shipped prompts, each replaced by the file of the same name in `extra` (a workspace's own) where there is one.

    Raises one SettingsError with every problem: a bad front matter, a placeholder that is unknown, missing, or other
    than the shipped prompt's, a file that replaces nothing.
    """
    problems: list[Text] = []
    folder = shipped or prompts_folder()
    found: dict[str, Prompt] = {}
    for name in (f"{step}.{language}.md" for step in STEPS for language in ("zh", "en")):
        prompt = _read_prompt(folder / name, problems)
        if prompt is not None:
            found[name] = prompt
    for path in sorted(extra.glob("*.md")) if extra is not None and extra.is_dir() else ():
        if path.name in found:
            own = _read_prompt(path, problems)
            if own is not None and _matches(own, found[path.name], problems):
                found[path.name] = own
        elif path.name != "README.md":
            problems.append(_unknown_file(path, list(found)))
    if problems:
        hint = Text("格式见 prompts/README.md。", "prompts/README.md describes the format.")
        raise SettingsError(joined(problems, "\n  ", "\n  "), hint)
    return Prompts(tuple(found.values()))


def _read_prompt(path: Path, problems: list[Text]) -> Prompt | None:
    """The prompt in a file, or None after its problems were noted."""
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        problems.append(_problem(path, Text("无法读取（{why}）", "cannot be read ({why})").filled(why=cause_of(error))))
        return None
    parts = _PARTS.match(text)
    if parts is None:
        form = Text(
            "应依次有 --- 之间的说明、“# system”和“# user”两部分",
            "must have a front matter between --- lines, then the parts “# system” and “# user”",
        )
        problems.append(_problem(path, form))
        return None
    front = _read_front(path, parts["front"], problems)
    if front is None:
        return None
    before = len(problems)
    _check_front(path, front, parts["system"], parts["user"], problems)
    if len(problems) > before:
        return None
    return Prompt(
        file=str(path),
        purpose=front.purpose,
        step=front.step,
        language=front.language,
        system=parts["system"].strip(),
        user=parts["user"].strip(),
        placeholders=tuple(front.placeholders),
        notes=tuple(front.notes),
        digest=hashlib.sha256(text.encode("utf-8")).hexdigest()[:16],
    )


def _read_front(path: Path, front: str, problems: list[Text]) -> _Front | None:
    try:
        return _Front.model_validate(yaml.safe_load(front))
    except yaml.YAMLError as error:
        why = Text("说明部分不是有效的 YAML（{why}）", "the front matter is not valid YAML ({why})")
        problems.append(_problem(path, why.filled(why=cause_of(error))))
    except ValidationError as error:
        for each in error.errors(include_url=False, include_input=False, include_context=False):
            key = ".".join(str(part) for part in each["loc"]) or "front matter"
            why = Text("说明部分的 {key} 无效（{why}）", "{key} in the front matter is not valid ({why})")
            problems.append(_problem(path, why.filled(key=key, why=explain_invalid(each["type"], each["msg"]))))
    return None


def _check_front(path: Path, front: _Front, system: str, user: str, problems: list[Text]) -> None:
    """Notes where file name, front matter and text do not agree."""
    if path.name != f"{front.step}.{front.language}.md":
        why = Text("文件名应为 {name}", "must be called {name}").filled(name=f"{front.step}.{front.language}.md")
        problems.append(_problem(path, why))
    used = {match[1].strip() for match in _PLACEHOLDER.finditer(system + user)}
    named = {*front.placeholders, *front.notes}
    if front.notes:
        named.add(MARKER)
    for name in sorted(used - named):
        why = Text(
            "正文中的占位符 {name} 未在说明部分列出",
            "the placeholder {name} in the text is not listed in the front matter",
        )
        problems.append(_problem(path, why.filled(name="{{" + name + "}}")))
    for name in sorted(named - used):
        why = Text("正文中缺少占位符 {name}", "the placeholder {name} is missing in the text")
        problems.append(_problem(path, why.filled(name="{{" + name + "}}")))


def _matches(own: Prompt, shipped: Prompt, problems: list[Text]) -> bool:
    """Whether a workspace's prompt takes what the program gives to that step; else its problems are noted."""
    before = len(problems)
    pairs = (("placeholders", own.placeholders, shipped.placeholders), ("notes", own.notes, shipped.notes))
    for key, has, needs in pairs:
        if set(has) != set(needs):
            why = Text("{key} 应为：{names}", "{key} must be: {names}").filled(key=key, names=", ".join(needs) or "–")
            problems.append(_problem(Path(own.file), why))
    return len(problems) == before


def _unknown_file(path: Path, known: list[str]) -> Text:
    close = get_close_matches(path.name, known, n=1)
    why = Text("没有名为 {name} 的提示词，可用：{names}", "there is no prompt called {name}; there are {names}")
    return _problem(path, why.filled(name=path.name, names=", ".join(close or known)))


def _check_given(file: str, wanted: tuple[str, ...], given: Mapping[str, str]) -> None:
    if set(wanted) != set(given):
        why = Text("占位符应为 {wanted}，给出的是 {given}", "asks for {wanted} and was given {given}")
        filled = why.filled(wanted=", ".join(sorted(wanted)) or "–", given=", ".join(sorted(given)) or "–")
        raise SettingsError(_problem(Path(file), filled))


def _problem(path: Path, why: Text) -> Text:
    return Text("{path}：{why}。", "{path}: {why}.").filled(path=same(str(path)), why=why)
