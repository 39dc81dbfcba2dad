"""Sentences in the three languages of the product, written side by side."""

from collections.abc import Callable
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


Say = Callable[[Text], str]
"""How a message is spoken in the language that was chosen once, at the edge."""
