"""Quotes, dates and figures put the way each language puts them."""

from assistant.wording import Language, Text

_EMOTION_WORDS: tuple[tuple[float, Text], ...] = (
    (-1.25, Text("很不满", "very dissatisfied")),
    (-0.35, Text("偏不满", "rather dissatisfied")),
    (0.35, Text("中性", "neutral")),
    (1.25, Text("偏满意", "rather satisfied")),
    (2.01, Text("很满意", "very satisfied")),
)


def quoted(words: str, language: Language) -> tuple[str, str, str]:
    """The opening mark, the words untouched, and the closing mark of that language."""
    opening, closing = ("「", "」") if language == "zh-Hant" else ("“", "”")
    return opening, words, closing


def date_words(created: str, language: Language) -> str:
    """The day of an ISO date and time in words; what is no ISO date is given back as it is."""
    year, dash, rest = created[:10].partition("-")
    month, _, day = rest.partition("-")
    if not (dash and year.isdigit() and month.isdigit() and day.isdigit()):
        return created
    if language == "en":
        names = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ]
        return f"{int(day)} {names[(int(month) - 1) % 12]} {year}"
    return f"{year} 年 {int(month)} 月 {int(day)} 日"


def emotion_word(mean: float) -> Text:
    """The word for a mean sentiment of −2…2; the bounds are ours, halfway between the steps of the coding guide."""
    return next(word for bound, word in _EMOTION_WORDS if mean < bound or bound > 2)


def signed(figure: float) -> str:
    """A figure with its sign, a real minus, and one decimal."""
    rounded = round(figure, 1)
    if rounded == 0:
        return "0.0"
    return f"{'+' if rounded > 0 else '−'}{abs(rounded):.1f}"
