"""One file written whole or not at all, and what to say where it cannot be."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from schoolmap.errors import MachineError, legible

_FULL = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))
_LOCKED = (errno.EACCES, errno.EPERM, errno.EBUSY, errno.ETXTBSY)
_REASONS: tuple[tuple[tuple[int, ...], str, str, str, str], ...] = (
    (
        _FULL,
        "磁盘空间不足",
        "the disk is full",
        "请清理磁盘或换一个磁盘，再运行一次",
        "make room or choose another disk, and run again",
    ),
    (
        (errno.EROFS,),
        "磁盘是只读的",
        "the disk is read-only",
        "请换一个可写的文件夹",
        "choose a folder that can be written to",
    ),
    (
        _LOCKED,
        "没有写入权限，或文件正被其他程序打开",
        "no permission, or another program has the file open",
        "请先关闭 Excel、WPS、QGIS 等程序中打开的结果文件，再运行一次；仍不行请换一个文件夹",
        "close the results that another program has open and run again, or choose another folder",
    ),
    (
        (errno.ENOTDIR, errno.EEXIST, errno.EISDIR),
        "同名的文件和文件夹互相占用了位置",
        "a file stands where a folder should be, or a folder where a file should be",
        "请换一个名称，或先移走占位的文件",
        "choose another name, or move away what stands there",
    ),
    (
        (errno.ENOENT, errno.ESTALE),
        "文件夹不存在，或在写出时被移走或删除",
        "the folder is not there, or was moved or deleted meanwhile",
        "请确认文件夹还在（网络盘、U 盘是否断开），再运行一次",
        "make sure that it is there (a network drive or stick may have gone) and run again",
    ),
    (
        (errno.ENAMETOOLONG,),
        "名称太长",
        "the name is too long",
        "请换一个较短的名称，或换到较浅的文件夹",
        "choose a shorter name, or a folder less deep",
    ),
)


def is_file(path: Path) -> bool:
    """Return whether there is a file: no folder, no device, no pipe, no name that cannot be."""
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name too long, a circle of links, a NUL in it
        return False


def cannot_write(place: Path, error: OSError, *, kept: Sequence[Path] = ()) -> MachineError:
    """Return the error for what could not be written: why, what to do, what became of the rest.

    Parameters
    ----------
    place
        File or folder that was to be written.
    error
        What the system said.
    kept
        Earlier files that could not be put back where they were; all in one folder ``before``.
    """
    zh, en, do_zh, do_en = _words(error)
    shown = legible(str(place))
    if kept:
        folder = legible(str(next(p for p in kept[0].parents if p.name == "before")))
        return MachineError(
            zh=f"无法写入 {shown}：{zh}。原有文件中有 {len(kept)} 个未能放回，现存于 {folder}。",
            en=f"Cannot write to {shown}: {en}. {len(kept)} of the earlier files could not be put "
            f"back; they are in {folder}.",
        )
    return MachineError(
        zh=f"无法写入 {shown}：{zh}。原有文件未改动；{do_zh}。",
        en=f"Cannot write to {shown}: {en}. What was there is unchanged; {do_en}.",
    )


def _words(error: OSError) -> tuple[str, str, str, str]:
    for numbers, *words in _REASONS:
        if error.errno in numbers:
            zh, en, do_zh, do_en = words
            return zh, en, do_zh, do_en
    said = legible(error.strerror or str(error))
    do = ("请换一个文件夹，或检查磁盘", "choose another folder, or check the disk")
    return said, said, *do


def write_whole(path: Path, text: str, *, over: bool = True) -> None:
    """Write a text file so that nobody ever finds half of it.

    Parameters
    ----------
    path
        File; its folder must be there.
    text
        Its content, written as UTF-8.
    over
        Take the place of an earlier file.

    Raises
    ------
    FileExistsError
        If there is one that must stay.
    OSError
        If it cannot be written; an earlier file is as it was.
    """
    if not over and path.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    handle, name = tempfile.mkstemp(prefix=".schoolmap-", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(text.encode("utf-8"))
        part.chmod(0o666 & ~_umask())
        if over:
            part.replace(path)
        else:
            _place_new(part, path)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _place_new(part: Path, path: Path) -> None:
    """Give a file its name unless something has it; a link refuses that in one step."""
    try:
        path.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError:  # no links on this disk
        part.rename(path)


def _umask() -> int:
    """Return the mask of new files, which can only be read by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
