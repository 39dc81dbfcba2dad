"""How the reports look: colours, fonts, sizes and margins, in one place. `theme_file` reads a firm's own."""

from dataclasses import dataclass

from assistant.reports.blocks import Picture
from assistant.wording import Language, Text

_BRAND = Text("Journey 客户旅程草稿", "Journey customer-journey draft", "Journey 客戶旅程草稿")


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours are RRGGBB; sizes are points; margins and widths are millimetres.

    The Chinese fonts come with Windows and with Office for the Mac; `*_instead` is what a Mac without Office has.
    Arial is chosen for Latin text because LibreOffice has a font of the same widths everywhere.
    """

    ink: str = "22303C"
    primary: str = "17405E"
    muted: str = "5C6975"
    rule: str = "C9D2DA"
    tint: str = "EDF2F6"
    missing: str = "7A4B0B"
    missing_tint: str = "FCF6EA"
    doubt: str = "8C2F1B"
    lines: tuple[str, ...] = ("17405E", "B4531A", "4B7F52", "7B4B94", "1F8A9E", "8A6D1D")
    latin: str = "Arial"
    hans: str = "Microsoft YaHei"
    hans_instead: str = "PingFang SC"
    hant: str = "Microsoft JhengHei"
    hant_instead: str = "PingFang TC"
    symbols: str = "Segoe UI Symbol"
    symbols_instead: str = "Apple Symbols"
    body: float = 10.5
    table: float = 9.0
    small: float = 8.0
    paper: tuple[float, float] = (210.0, 297.0)
    margin: float = 23.0
    margin_landscape: float = 16.0
    firm: str = ""
    logo: Picture | None = None
    brand: Text = _BRAND
    author: str = "Journey (draft)"

    def fill(self, shade: str) -> str | None:
        """The colour behind a table cell of that shade; the three heats are tints of the primary colour."""
        heats = {"heat1": 0.10, "heat2": 0.22, "heat3": 0.38}
        if shade in heats:
            return tinted(self.primary, heats[shade])
        fills = {"band": self.primary, "head": self.tint, "figure": self.tint, "missing": self.missing_tint}
        return fills.get(shade)

    def east_asian(self, language: Language) -> str:
        """The font for Chinese characters in a report of that language."""
        return self.hant if language == "zh-Hant" else self.hans

    def text_width(self, *, landscape: bool) -> float:
        """Width of the type area."""
        short, long = self.paper
        return long - 2 * self.margin_landscape if landscape else short - 2 * self.margin

    def text_height(self, *, landscape: bool) -> float:
        """Height of the type area below the header and above the footer."""
        short, long = self.paper
        return short - 2 * self.margin_vertical(landscape=True) if landscape else long - 2 * self.margin_vertical()

    def margin_vertical(self, *, landscape: bool = False) -> float:
        """Margin above and below the type area; header and footer stand in it."""
        return 18.0 if landscape else 24.0


def tinted(colour: str, share: float) -> str:
    """`colour` on white paper, thinned to that share (0 is white, 1 the colour itself)."""
    parts = (int(colour[place : place + 2], 16) for place in (0, 2, 4))
    return "".join(f"{round(255 - (255 - part) * share):02X}" for part in parts)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21, after WCAG 2.2 (relative luminance of sRGB)."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def language_tag(language: Language) -> str:
    """The tag that Word uses for proofing and screen readers: zh-CN, zh-TW or en-US."""
    return {"zh-Hans": "zh-CN", "zh-Hant": "zh-TW", "en": "en-US"}[language]
