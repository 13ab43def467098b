"""The folders of a corrected copy: where it may be written, and what it holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from schoolmap.errors import UsageError
from schoolmap.io.fixing_page import FIXES_FILE, HEADERS, PAGE_FILES


def refuse_target(folder: Path, out: Path) -> None:
    """Raise where a copy must not be written to a folder.

    Raises
    ------
    UsageError
        If it is the study's, lies in it or holds it, or is neither empty nor an earlier copy.
    """
    study, target = folder.resolve(), out.resolve()
    if target == study or study in target.parents or target in study.parents:
        raise UsageError(
            zh=f"{out} 与原资料同在一处或互相包含；请另选一个文件夹，原资料不改动。",
            en=f"{out} is, holds or lies in the study's own folder; name another: the original is "
            "never touched.",
        )
    if target.exists() and not target.is_dir():
        raise UsageError(zh=f"{out} 不是文件夹。", en=f"{out} is no folder.")
    if target.is_dir() and any(target.iterdir()) and not _ours(target):
        raise UsageError(
            zh=f"{out} 里已有别的文件；请另选一个空文件夹。",
            en=f"{out} holds other files already; name an empty folder.",
        )


def _ours(folder: Path) -> bool:
    """Return whether a folder is a copy that was written before."""
    listed = folder / FIXES_FILE
    if not listed.is_file():
        return False
    head = listed.read_bytes()[:200].decode("utf-8-sig", errors="replace")
    return head.startswith(",".join(HEADERS))


def below(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the files of a folder by their path in it, hidden ones and our own lists aside."""
    own = {FIXES_FILE, *PAGE_FILES.values()} if _ours(folder) else set()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if any(part.startswith((".", "~$")) for part in name.parts) or not path.is_file():
            continue
        if name.as_posix() not in own:
            yield name.as_posix(), path
