"""A firm's own look: `theme.toml` in the workspace, over the theme that ships with the program."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import SettingsError
from assistant.reports.blocks import Picture
from assistant.reports.letters import legal
from assistant.reports.theme import Theme, contrast, tinted
from assistant.settings import problem_list, read_toml, suggestion
from assistant.wording import Text, same

_LEAST_CONTRAST = 4.5
"""Contrast of small text to its ground that WCAG 2.2 asks for (1.4.3, level AA)."""
_MOST_LOGO_BYTES = 2_000_000
_LOGO_BOX = (60.0, 22.0)
_DPI = 96
_TEXT_COLOURS = ("ink", "primary", "muted", "missing", "doubt")


def _colour(value: str) -> str:
    return value.removeprefix("#").upper()


def _font(value: str) -> str:
    if legal(value) != value or not value.strip() or "\n" in value:
        raise ValueError("not a font's name")
    return value.strip()


Colour = Annotated[str, Field(pattern=r"^#?[0-9A-Fa-f]{6}$"), AfterValidator(_colour)]
Font = Annotated[str, Field(max_length=31), AfterValidator(_font)]
Points = Annotated[float, Field(ge=6.5, le=14)]


class _Colours(BaseModel):
    model_config = ConfigDict(extra="forbid")
    ink: Colour | None = None
    primary: Colour | None = None
    muted: Colour | None = None
    rule: Colour | None = None
    tint: Colour | None = None
    missing: Colour | None = None
    missing_tint: Colour | None = None
    doubt: Colour | None = None
    lines: tuple[Colour, ...] | None = Field(default=None, min_length=1, max_length=12)


class _Fonts(BaseModel):
    model_config = ConfigDict(extra="forbid")
    latin: Font | None = None
    hans: Font | None = None
    hant: Font | None = None


class _Sizes(BaseModel):
    model_config = ConfigDict(extra="forbid")
    body: Points | None = None
    table: Points | None = None
    small: Points | None = None


class _ThemeFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    firm: str = Field("", max_length=120)
    footer: str = Field("", max_length=120)
    logo: str = ""
    logo_width: float | None = Field(default=None, ge=10, le=100)
    colours: _Colours = _Colours()
    fonts: _Fonts = _Fonts()
    sizes: _Sizes = _Sizes()


def read_theme(path: Path, firm: str = "") -> Theme:
    """The program's theme with what `path` changes, `firm` on the cover where the file names none; as shipped without a file.

    Raises SettingsError with every problem of the file: unknown keys, colours, fonts and sizes that cannot be, text too
    light to read, a logo that is missing or neither PNG nor JPEG.
    """
    shape = _read_shape(path)
    changes: dict[str, Any] = {}
    for part in (shape.colours, shape.fonts, shape.sizes):
        changes |= {name: value for name, value in part.model_dump().items() if value is not None}
    if "primary" in changes:
        changes.setdefault("tint", tinted(changes["primary"], 0.08))
        changes.setdefault("lines", (changes["primary"], *Theme().lines[1:]))
    theme = replace(Theme(), **changes, firm=shape.firm or firm)
    if shape.footer or theme.firm:
        theme = replace(theme, brand=same(shape.footer or theme.firm))
    problems = [_too_pale(name, getattr(theme, name)) for name in _TEXT_COLOURS if _is_pale(getattr(theme, name))]
    logo = _read_logo(path.parent / shape.logo, shape.logo_width, theme) if shape.logo else None
    if isinstance(logo, Text):
        problems.append(logo)
    if problems:
        raise _error(path, problems)
    return replace(theme, logo=logo if isinstance(logo, Picture) else None)


def _read_shape(path: Path) -> _ThemeFile:
    try:
        return _ThemeFile.model_validate(read_toml(path))
    except ValidationError as error:
        problems = [_problem(each["loc"], each["type"], each["input"]) for each in error.errors(include_url=False)]
        raise _error(path, problems) from error


def _error(path: Path, problems: list[Text]) -> SettingsError:
    message = Text("{path}：{problems}", "{path}: {problems}").filled(path=path, problems=problem_list(problems))
    hint = Text("README 中有 theme.toml 的各项说明。", "The README lists what theme.toml may hold.")
    return SettingsError(message, hint)


def _problem(place: tuple[int | str, ...], kind: str, value: object) -> Text:
    where = ".".join(str(part) for part in place)
    if kind == "extra_forbidden":
        models = {"colours": _Colours, "fonts": _Fonts, "sizes": _Sizes}
        known = (
            models[str(place[0])].model_fields
            if len(place) > 1 and str(place[0]) in models
            else _ThemeFile.model_fields
        )
        message = Text("没有名为 {where} 的项。{close}", "there is no key {where}.{close}")
        return message.filled(where=where, close=suggestion(str(list(place)[-1]), list(known)))
    wanted = Text("合适的值", "a fitting value")
    if place[0] == "colours":
        wanted = Text("六位十六进制颜色，如 #17405E", "a colour of six hexadecimal digits such as #17405E")
    elif place[0] == "fonts":
        wanted = Text("字体名称，最多 31 个字符", "a font's name of at most 31 characters")
    elif place[0] == "sizes":
        wanted = Text("6.5 到 14 之间的磅值", "a size from 6.5 to 14 points")
    elif place[0] == "logo_width":
        wanted = Text("10 到 100 之间的毫米数", "a width from 10 to 100 millimetres")
    elif place[0] in ("firm", "footer"):
        wanted = Text("最多 120 个字符的文字", "text of at most 120 characters")
    message = Text("{where} = {value} 无效，应为{wanted}。", "{where} = {value} is not valid; it must be {wanted}.")
    return message.filled(where=where, value=repr(value), wanted=wanted)


def _is_pale(colour: str) -> bool:
    return contrast(colour, "FFFFFF") < _LEAST_CONTRAST


def _too_pale(name: str, colour: str) -> Text:
    message = Text(
        "colours.{name} = #{colour} 太浅，白纸上看不清（对比度 {found}，至少 {least}）。",
        "colours.{name} = #{colour} is too light to read on white (contrast {found}, at least {least}).",
    )
    return message.filled(name=name, colour=colour, found=f"{contrast(colour, 'FFFFFF'):.1f}", least=_LEAST_CONTRAST)


def _read_logo(path: Path, width: float | None, theme: Theme) -> Picture | Text:
    """The logo at its own size, at most `width` or the room on the cover; or what is wrong with it."""
    from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
    from docx.image.image import Image

    try:
        content = path.read_bytes()
    except OSError as error:
        why = error.strerror or str(error)
        return Text("无法读取标志 {path}：{why}。", "cannot read the logo {path}: {why}.").filled(path=path, why=why)
    if len(content) > _MOST_LOGO_BYTES:
        message = Text("标志 {path} 超过 2 MB。", "the logo {path} is larger than 2 MB.")
        return message.filled(path=path)
    try:
        image = Image.from_blob(content)
        format_ = {"image/png": "png", "image/jpeg": "jpeg"}.get(image.content_type)
        pixels = (image.px_width, image.px_height)
    except (
        UnrecognizedImageError,
        InvalidImageStreamError,
        UnexpectedEndOfFileError,
        ValueError,
        KeyError,
        IndexError,
    ):
        format_, pixels = None, (0, 0)
    if format_ is None or not all(pixels):
        return Text("标志 {path} 不是 PNG 或 JPEG 图片。", "the logo {path} is neither a PNG nor a JPEG.").filled(
            path=path
        )
    size = _fitted(pixels, width)
    return Picture(content, "png" if format_ == "png" else "jpeg", size, theme.firm or theme.brand.en)


def _fitted(pixels: tuple[int, int], width: float | None) -> tuple[float, float]:
    own = (pixels[0] * 25.4 / _DPI, pixels[1] * 25.4 / _DPI)
    if width is not None:
        return width, own[1] * width / own[0]
    share = min(1.0, _LOGO_BOX[0] / own[0], _LOGO_BOX[1] / own[1])
    return own[0] * share, own[1] * share
