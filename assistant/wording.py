"""Sentences in the three languages of the product, written side by side."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Language = Literal["zh-Hans", "zh-Hant", "en"]
LANGUAGES: tuple[Language, ...] = ("zh-Hans", "zh-Hant", "en")


@dataclass(frozen=True)
class Text:
    """One message in Chinese and English; `hant` where a converter would get the Traditional wording wrong.

    Fields may hold `{names}` for `filled`; a value is put in as it is, never read as a format.
    """

    zh: str
    en: str
    hant: str = ""

    def say(self, language: Language) -> str:
        """The sentence in `language`; Traditional is converted (Taiwan wording) unless written out."""
        if language == "en":
            return self.en
        if language == "zh-Hans":
            return self.zh
        if self.hant:
            return self.hant
        filled: _Filled | None = vars(self).get("_filled")
        if filled is not None:
            template, values = filled
            return template.say(language).format_map({k: _say(v, language) for k, v in values.items()})
        from assistant.script import to_traditional

        return to_traditional(self.zh)

    def filled(self, **values: object) -> "Text":
        """The same message with its `{names}` replaced. A `Text` value is filled language by language.

        In Traditional the template is converted and then filled, so that names, paths and quotes never are; and only
        when it is said, as the converter takes longer to load than most commands to run.
        """
        kept = {k: v if isinstance(v, Text) else str(v) for k, v in values.items()}
        zh = self.zh.format_map({k: _say(v, "zh-Hans") for k, v in kept.items()})
        text = Text(zh, self.en.format_map({k: _say(v, "en") for k, v in kept.items()}))
        # Beside the fields: what is stored and compared is the message, not how it came about.
        object.__setattr__(text, "_filled", (self, kept))
        return text

    def settled(self) -> "Text":
        """The same message with its Traditional wording written out where it was filled: for storing."""
        return Text(self.zh, self.en, self.say("zh-Hant")) if "_filled" in vars(self) else self


_Filled = tuple[Text, Mapping[str, "Text | str"]]


def _say(value: Text | str, language: Language) -> str:
    return value.say(language) if isinstance(value, Text) else value


def same(words: str) -> Text:
    """A text that reads the same in every language: a name, a path, a figure."""
    return Text(words, words, words)


def joined(parts: list[Text], zh: str = "、", en: str = ", ") -> Text:
    """The parts as one list, with the separator of each language."""
    names = [f"{{part{place}}}" for place in range(len(parts))]
    frame = Text(zh.join(names), en.join(names), zh.join(names))
    return frame.filled(**{f"part{place}": part for place, part in enumerate(parts)})


def language_of_messages(environment: Mapping[str, str] = os.environ) -> Language:
    """The language of messages: `JOURNEY_LANG`, else the locale's (LC_ALL, LC_MESSAGES, LANG), else English."""
    for key in ("JOURNEY_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        named = environment.get(key, "")
        if named:
            return read_language(named) or "en"
    return "en"


def read_language(name: str) -> Language | None:
    """The language that a tag or locale name means (`zh_TW.UTF-8` → zh-Hant), or None."""
    tag = name.split(".")[0].replace("_", "-")
    for language in LANGUAGES:
        if tag.lower() == language.lower():
            return language
    parts = tag.lower().split("-")
    if parts[0] == "zh":
        return "zh-Hant" if {"tw", "hk", "mo", "hant"} & set(parts) else "zh-Hans"
    return "en" if parts[0] == "en" else None
