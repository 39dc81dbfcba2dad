"""Sentences in the three languages of the product, written side by side."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Language = Literal["zh-Hans", "zh-Hant", "en"]
LANGUAGES: tuple[Language, ...] = ("zh-Hans", "zh-Hant", "en")


@dataclass(frozen=True, slots=True)
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
        from assistant.script import to_traditional

        return to_traditional(self.zh)

    def filled(self, **values: object) -> "Text":
        """The same message with its `{names}` replaced. A `Text` value is filled language by language.

        Traditional wording is settled before filling, so that names, paths and quotes are never converted.
        """

        def fill(template: str, language: Language) -> str:
            said = {k: v.say(language) if isinstance(v, Text) else str(v) for k, v in values.items()}
            return template.format_map(said)

        return Text(fill(self.zh, "zh-Hans"), fill(self.en, "en"), fill(self.say("zh-Hant"), "zh-Hant"))


def same(words: str) -> Text:
    """A text that reads the same in every language: a name, a path, a figure."""
    return Text(words, words, words)


def joined(parts: list[Text], zh: str = "、", en: str = ", ") -> Text:
    """The parts as one list, with the separator of each language."""

    def join(language: Language, separator: str) -> str:
        return separator.join(part.say(language) for part in parts)

    return Text(join("zh-Hans", zh), join("en", en), join("zh-Hant", zh))


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
