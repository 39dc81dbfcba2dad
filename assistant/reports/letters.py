"""The characters a report may hold."""


def legal(text: str) -> str:
    """`text` without what XML 1.0 forbids (controls, lone surrogates, non-characters); line ends become "\\n"."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in unified if _is_legal(ord(letter)))


def _is_legal(code: int) -> bool:
    return code in (0x9, 0xA) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF
