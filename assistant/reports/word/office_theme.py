"""`word/theme/theme1.xml`: the firm's colours and fonts where Word offers them to a person who edits."""

from xml.sax.saxutils import quoteattr

from assistant.reports.theme import Theme

_NAMESPACE = "http://schemas.openxmlformats.org/drawingml/2006/main"
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE = f'<a:ln w="{{width}}">{_FILL}<a:prstDash val="solid"/></a:ln>'


def render_office_theme(theme: Theme) -> str:
    """The theme part. Its formats are plain: three solid fills, three lines, no effects."""
    colours = {
        "dk1": theme.ink,
        "lt1": "FFFFFF",
        "dk2": theme.primary,
        "lt2": theme.tint,
        "accent1": theme.primary,
        "accent2": theme.missing,
        "accent3": theme.doubt,
        "accent4": theme.muted,
        "accent5": theme.rule,
        "accent6": theme.missing_tint,
        "hlink": theme.primary,
        "folHlink": theme.muted,
    }
    scheme = "".join(f'<a:{name}><a:srgbClr val="{colour}"/></a:{name}>' for name, colour in colours.items())
    fonts = "".join(f"<a:{use}>{_fonts(theme)}</a:{use}>" for use in ("majorFont", "minorFont"))
    lines = "".join(_LINE.format(width=width) for width in (6350, 12700, 19050))
    effects = "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    return (
        f'<a:theme xmlns:a="{_NAMESPACE}" name="Journey"><a:themeElements>'
        f'<a:clrScheme name="Journey">{scheme}</a:clrScheme>'
        f'<a:fontScheme name="Journey">{fonts}</a:fontScheme>'
        f'<a:fmtScheme name="Journey"><a:fillStyleLst>{_FILL * 3}</a:fillStyleLst><a:lnStyleLst>{lines}</a:lnStyleLst>'
        f"<a:effectStyleLst>{effects}</a:effectStyleLst><a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements></a:theme>"
    )


def _fonts(theme: Theme) -> str:
    return (
        f'<a:latin typeface={quoteattr(theme.latin)}/><a:ea typeface=""/><a:cs typeface=""/>'
        f'<a:font script="Hans" typeface={quoteattr(theme.hans)}/><a:font script="Hant" typeface={quoteattr(theme.hant)}/>'
    )
