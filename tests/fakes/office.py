"""LibreOffice without a window: saving files anew, and editing them by a macro as a person edits."""

import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

_LIBRARY = "http://openoffice.org/2000/library"
_SCRIPT = "http://openoffice.org/2000/script"
_MACRO = """\
Sub Edit(source As String, target As String)
    Dim none(0) As New com.sun.star.beans.PropertyValue
    none(0).Name = "Hidden" : none(0).Value = True
    document = StarDesktop.loadComponentFromURL(ConvertToURL(source), "_blank", 0, none())
    marks = document.Bookmarks
{steps}
    Dim word(0) As New com.sun.star.beans.PropertyValue
    word(0).Name = "FilterName" : word(0).Value = "MS Word 2007 XML"
    document.storeToURL(ConvertToURL(target), word())
    document.close(True)
End Sub
"""


class Office:
    """One LibreOffice with a profile of its own in `root`; the first start fills the profile."""

    def __init__(self, soffice: str, root: Path) -> None:
        self._soffice = soffice
        self._root = root
        self._run("--terminate_after_init")
        self._basic = root / "user" / "basic" / "Standard"
        self._basic.mkdir(parents=True, exist_ok=True)
        (self._basic.parent / "script.xlc").write_text(
            f'<?xml version="1.0" encoding="UTF-8"?><library:libraries xmlns:library="{_LIBRARY}">'
            '<library:library library:name="Standard" library:link="false"/></library:libraries>'
        )
        (self._basic / "script.xlb").write_text(
            f'<?xml version="1.0" encoding="UTF-8"?><library:library xmlns:library="{_LIBRARY}" library:name="Standard" '
            'library:readonly="false" library:passwordprotected="false"><library:element library:name="Edits"/>'
            "</library:library>"
        )

    def resave(self, paths: list[Path], folder: Path) -> list[Path]:
        """The files as LibreOffice saves them, untouched."""
        self._run("--convert-to", "docx", "--outdir", str(folder), *map(str, paths))
        return [folder / path.name for path in paths]

    def edit(self, source: Path, target: Path, steps: list[str]) -> Path:
        """Run the lines of a macro over `source` and save as `target`; `marks` are its bookmarks."""
        text = escape(_MACRO.format(steps="\n".join(f"    {each}" for each in steps)))
        (self._basic / "Edits.xba").write_text(
            f'<?xml version="1.0" encoding="UTF-8"?><script:module xmlns:script="{_SCRIPT}" script:name="Edits" '
            f'script:language="StarBasic">{text}</script:module>',
            encoding="utf-8",
        )
        self._run(f'macro:///Standard.Edits.Edit("{source}","{target}")')
        return target

    def _run(self, *arguments: str) -> None:
        command = [self._soffice, f"-env:UserInstallation={self._root.as_uri()}", "--headless", *arguments]
        subprocess.run(command, check=True, capture_output=True, timeout=300)


def reword(name: str, text: str) -> str:
    """Select what a bookmark encloses and type."""
    return f'marks.getByName("{name}").Anchor.String = "{text}"'


def add_line(name: str, text: str) -> list[str]:
    """A new paragraph below the one in which a bookmark stands."""
    return [
        f'found = marks.getByName("{name}").Anchor',
        "cursor = found.Text.createTextCursorByRange(found.End)",
        "cursor.gotoEndOfParagraph(False)",
        "found.Text.insertControlCharacter(cursor, 0, False)",
        f'found.Text.insertString(cursor, "{text}", False)',
    ]


def fill(name: str, text: str) -> list[str]:
    """Words at the place of an empty bookmark."""
    return [f'found = marks.getByName("{name}").Anchor', f'found.Text.insertString(found.Start, "{text}", False)']
