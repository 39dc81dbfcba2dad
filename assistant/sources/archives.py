"""Archives of notes (.zip): listed and read in memory, never unpacked to disk, and only within limits."""

import io
import stat
import zipfile
from collections.abc import Iterator

from assistant.errors import SourceError
from assistant.journey import Document
from assistant.sources.enclosed import Enclosed, leads_outside, outside_error, safe_name, without_repeats
from assistant.sources.files import MOST_BYTES, is_clutter
from assistant.sources.packages import PACKAGE_ERRORS, check_parts, damaged_error
from assistant.sources.reading import RawFile
from assistant.wording import Text

MOST_FILES = 2_000  # notes in one archive; a real handover has dozens
_UTF8_NAME = 0x800


class ZipArchive:
    """Lists and reads the files of a .zip."""

    has_text = False

    def list_enclosed(self, file: RawFile) -> list[Enclosed]:
        """Its files in order. Raises SourceError: unreadable or too_large."""
        try:
            with zipfile.ZipFile(io.BytesIO(file.raw)) as archive:
                members = archive.infolist()
        except PACKAGE_ERRORS as error:
            raise damaged_error(file.name) from error
        check_parts(members, file.name)
        if len(members) > MOST_FILES:
            raise SourceError(
                "too_large",
                Text(
                    f"压缩包内文件过多（{len(members)} 个，上限 {MOST_FILES} 个）：{file.name}",
                    f"the archive holds too many files ({len(members)}, at most {MOST_FILES}): {file.name}",
                ),
                Text("请只打包访谈笔记。", "pack only the notes."),
            )
        return list(without_repeats(_describe_all(members, file.name)))

    def read_enclosed(self, file: RawFile, enclosed: Enclosed) -> bytes:
        """The bytes of one file. Raises SourceError: encrypted, too_large or unreadable."""
        name = f"{file.name}/{enclosed.name}"
        if enclosed.size > MOST_BYTES:
            raise _too_large(name, enclosed.size)
        try:
            with zipfile.ZipFile(io.BytesIO(file.raw)) as archive:
                return archive.read(archive.infolist()[enclosed.place])
        except (*PACKAGE_ERRORS, NotImplementedError) as error:
            raise damaged_error(name) from error


class ArchiveReader:
    """Says why an archive has no notes to offer; those that have some are listed file by file instead."""

    suffixes: tuple[str, ...] = (".zip",)

    def read(self, file: RawFile) -> Document:
        """Never a document. Raises SourceError: unreadable, too_large, nested or empty."""
        if not ZipArchive().list_enclosed(file):
            raise SourceError(
                "empty",
                Text(f"压缩包里没有文件：{file.name}", f"there are no files in the archive: {file.name}"),
                Text("请确认打包完整，再重新放入。", "make sure it was packed completely and put it in again."),
            )
        raise SourceError(
            "nested",
            Text(
                f"压缩包套得太深，未读取：{file.name}",
                f"an archive within archives is not unpacked: {file.name}",
            ),
            Text("请先解压，再把里面的文件放入。", "unpack it and put the files in."),
        )


def _describe_all(members: list[zipfile.ZipInfo], archive: str) -> Iterator[Enclosed]:
    for place, member in enumerate(members):
        name = _name_of(member)
        shown = safe_name(name, f"{place + 1}")
        if member.is_dir() or any(
            is_clutter(part) for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")
        ):
            continue
        yield Enclosed(shown, member.file_size, place, _problem(member, name, f"{archive}/{shown}"))


def _problem(member: zipfile.ZipInfo, name: str, shown: str) -> SourceError | None:
    if leads_outside(name) or stat.S_ISLNK(member.external_attr >> 16):
        return outside_error(shown)
    if member.flag_bits & 1:
        return SourceError(
            "encrypted",
            Text(f"压缩包有密码保护，无法读取：{shown}", f"the archive is protected by a password: {shown}"),
            Text("请用密码解压后，把里面的文件放入。", "unpack it with the password and put the files in."),
        )
    return None


def _name_of(member: zipfile.ZipInfo) -> str:
    """The name as its packer wrote it: without the mark for UTF-8, Chinese systems write their own encoding."""
    if member.flag_bits & _UTF8_NAME:
        return member.filename
    try:
        raw = member.filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    for encoding in ("utf-8", "gb18030", "cp950"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename


def _too_large(name: str, size: int) -> SourceError:
    return SourceError(
        "too_large",
        Text(
            f"文件过大（{size // 2**20} MB，上限 {MOST_BYTES // 2**20} MB）：{name}",
            f"the file is too large ({size // 2**20} MB, at most {MOST_BYTES // 2**20} MB): {name}",
        ),
        Text("请拆成几个文件，或只保留文字稿。", "split it, or keep only the transcript."),
    )
