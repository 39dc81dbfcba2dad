"""Why the system, a parser or a database refused, said in both languages: their own words are English."""

import errno
import re
import sqlite3

from assistant.wording import Text

FULL = Text("磁盘已满", "the disk is full", "磁碟已滿")
NO_PERMISSION = Text("没有权限", "permission denied", "沒有權限")
_FOLDER = Text("这是文件夹，不是文件", "it is a folder, not a file", "這是資料夾，不是檔案")
_DAMAGED = Text("文件已损坏", "the file is damaged", "檔案已損毀")
_BY_NUMBER = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: Text("磁盘配额已用完", "the disk quota is used up", "磁碟配額已用完"),
    errno.EACCES: NO_PERMISSION,
    errno.EPERM: NO_PERMISSION,
    errno.EROFS: Text("磁盘是只读的", "the disk is read-only", "磁碟是唯讀的"),
    errno.EISDIR: _FOLDER,
    errno.ENOTDIR: Text("路径中有一段是文件，不是文件夹", "part of the path is a file, not a folder"),
    errno.ENOENT: Text("没有这个文件或文件夹", "there is no such file or folder", "沒有這個檔案或資料夾"),
    errno.EEXIST: Text("已有同名的文件或文件夹", "a file or folder of that name is there already"),
    errno.ENOTEMPTY: Text("文件夹不是空的", "the folder is not empty", "資料夾不是空的"),
    errno.ENAMETOOLONG: Text("名称太长", "the name is too long"),
    errno.EINVAL: Text("这里不能用这个名称", "the name cannot be used here"),
    errno.ELOOP: Text("符号链接绕成了圈", "symbolic links go round in a circle", "符號連結繞成了圈"),
    errno.EFBIG: Text("文件太大", "the file is too large", "檔案太大"),
    errno.EMFILE: Text("打开的文件太多", "too many files are open", "開啟的檔案太多"),
    errno.ENFILE: Text("打开的文件太多", "too many files are open", "開啟的檔案太多"),
    errno.EBUSY: Text("正被其他程序占用", "another program holds it", "正被其他程式佔用"),
    errno.ETXTBSY: Text("正被其他程序占用", "another program holds it", "正被其他程式佔用"),
    errno.EIO: Text("磁盘读写出错", "the disk reports an error", "磁碟讀寫出錯"),
    errno.ENXIO: Text("设备不可用", "the device is not available", "裝置無法使用"),
    errno.ENODEV: Text("设备不可用", "the device is not available", "裝置無法使用"),
    errno.ESTALE: Text("网络磁盘已断开", "the network drive is gone", "網路磁碟已斷線"),
    errno.ETIMEDOUT: Text("网络磁盘没有响应", "the network drive does not answer", "網路磁碟沒有回應"),
}
_BY_DATABASE = {
    "SQLITE_FULL": FULL,
    "SQLITE_READONLY": Text("磁盘或文件是只读的", "the disk or the file is read-only", "磁碟或檔案是唯讀的"),
    "SQLITE_CANTOPEN": Text("打不开文件", "the file cannot be opened", "無法開啟檔案"),
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_NOTADB": _DAMAGED,
    "SQLITE_BUSY": Text("正被其他程序占用", "another program holds it", "正被其他程式佔用"),
    "SQLITE_LOCKED": Text("正被其他程序占用", "another program holds it", "正被其他程式佔用"),
    "SQLITE_IOERR": Text("磁盘读写出错", "the disk reports an error", "磁碟讀寫出錯"),
}
_PLACE = re.compile(r"line (\d+), column (\d+)")


def cause_of(error: Exception) -> Text:
    """Why `error` came about, to stand behind a colon; without a full stop. Of an unknown error its own words in English."""
    own = " ".join(str(error).split()).rstrip(".") or type(error).__name__
    if isinstance(error, OSError):
        number = error.errno
        unknown = Text("系统报告错误 {number}", "{words}", "系統回報錯誤 {number}")
        return _BY_NUMBER.get(number or 0) or unknown.filled(number=number or "", words=error.strerror or own)
    if isinstance(error, UnicodeDecodeError):
        return Text("不是 UTF-8 编码（第 {n} 个字节）", "not encoded as UTF-8 (byte {n})").filled(n=error.start + 1)
    if isinstance(error, sqlite3.Error):
        name = "_".join(getattr(error, "sqlite_errorname", "").split("_")[:2])
        return _BY_DATABASE.get(name) or Text("数据库出错", "{words}", "資料庫出錯").filled(words=own)
    place = _PLACE.search(own)
    if place is not None:
        where = Text("第 {line} 行第 {column} 列的写法有误", "{words}", "第 {line} 行第 {column} 欄的寫法有誤")
        return where.filled(line=place[1], column=place[2], words=own)
    return Text("写法有误", "{words}").filled(words=own)
