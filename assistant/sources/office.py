"""Formats of other office programs: turned into today's by LibreOffice, where it is installed, and read as those."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from assistant.errors import SourceError
from assistant.journey import Document
from assistant.sources.reading import RawFile, Reader
from assistant.wording import Text

_SECONDS = 60
# Macros never run, links are never followed, nothing is fetched.
_SETTINGS = (
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Calc/Content/Update", "Link", "2"),
    ("Writer/Content/Update", "Link", "0"),
)
_PROFILE = "".join(
    (
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n',
        *(
            f'<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}"><value>{value}</value></prop></item>\n'
            for path, name, value in _SETTINGS
        ),
        "</oor:items>\n",
    )
)
_MAC = "/Applications/LibreOffice.app/Contents/MacOS/soffice"


def find_libreoffice() -> str | None:
    """The LibreOffice program of this machine, or None."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or (_MAC if Path(_MAC).exists() else None)


class OfficeReader:
    """Reads what LibreOffice can turn into `target` (".docx"), by the reader of that."""

    def __init__(
        self,
        target: str,
        reader: Reader,
        suffixes: tuple[str, ...],
        find_program: Callable[[], str | None] = find_libreoffice,
    ) -> None:
        self._target = target
        self._reader = reader
        self.suffixes = suffixes
        self._find_program = find_program

    def read(self, file: RawFile) -> Document:
        """The document, located as in the turned file. Raises SourceError: needs_libreoffice, too_slow or unreadable."""
        program = self._find_program()
        named = Path(file.name).suffix.lower()
        suffix = named if named in self.suffixes else self.suffixes[0]
        if program is None:
            raise SourceError(
                "needs_libreoffice",
                Text(
                    f"读取 {suffix} 需要 LibreOffice，本机没有安装：{file.name}",
                    f"reading {suffix} needs LibreOffice, which is not installed here: {file.name}",
                ),
                Text(
                    f"请安装 LibreOffice，或另存为 {self._target}。",
                    f"install LibreOffice, or save it as {self._target}.",
                ),
            )
        raw = _turn(program, file, suffix, self._target)
        read = self._reader.read(RawFile(file.name, raw, file.as_is))
        return Document(read.path, file.digest, suffix[1:], read.blocks, read.language, read.left_out)


def _turn(program: str, file: RawFile, suffix: str, target: str) -> bytes:
    """The file in the target format. Everything happens in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="journey-office-", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        source = folder / f"note{suffix}"
        source.write_bytes(file.raw)
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        command = [
            program, "--headless", "--norestore", "--nolockcheck", "--nodefault", f"-env:UserInstallation={profile.as_uri()}",
            "--convert-to", target[1:], "--outdir", str(folder / "out"), str(source),
        ]  # fmt: skip
        try:
            subprocess.run(
                command,
                env=_surroundings(folder),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=_SECONDS,
            )
            return (folder / "out" / f"note{target}").read_bytes()
        except subprocess.TimeoutExpired as error:
            raise SourceError(
                "too_slow",
                Text(
                    f"LibreOffice 在 {_SECONDS} 秒内没有转换完：{file.name}",
                    f"LibreOffice did not convert it within {_SECONDS} seconds: {file.name}",
                ),
                Text(f"请另存为 {target} 后再添加。", f"save it as {target} and add that."),
            ) from error
        except OSError as error:
            raise SourceError(
                "unreadable",
                Text(f"LibreOffice 打不开这个文件：{file.name}", f"LibreOffice cannot open the file: {file.name}"),
                Text(f"请用原程序打开并另存为 {target}。", f"open it in its own program and save it as {target}."),
            ) from error


def _surroundings(folder: Path) -> dict[str, str]:
    """What LibreOffice is told of this machine: no way out to the network, and no other place to write to."""
    nowhere = "http://127.0.0.1:9"
    kept = {key: os.environ[key] for key in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "WINDIR") if key in os.environ}
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "HTTP_PROXY", "HTTPS_PROXY"), nowhere)
    return {**kept, **proxies, "HOME": str(folder), "TMPDIR": str(folder), "TEMP": str(folder), "TMP": str(folder)}
