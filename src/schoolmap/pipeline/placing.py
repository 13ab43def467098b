"""Files written aside and moved into place: all of them, or none."""

from __future__ import annotations

import errno
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from schoolmap.errors import SchoolmapError
from schoolmap.io.whole import cannot_write
from schoolmap.pipeline.holding import Hold, is_held, undisturbed

_PREFIX = ".schoolmap-"
_LOCK, _NAMES, _BEFORE, _REPLACED = "lock", "names.json", "before", "replaced"
_PROBE_BYTES = 1 << 16


@contextmanager
def placed(
    target: Path,
    names: Sequence[str],
    *,
    keep: Sequence[str] = (),
    kept: dict[Path, Path] | None = None,
) -> Iterator[Path]:
    """Give a folder to write files into; move them into `target` when all are written.

    Whatever ends the block early, an interrupt included, leaves in `target` what was there. What
    an earlier run left that was killed is put back or cleared away first.

    Parameters
    ----------
    target
        Folder, made where it does not exist.
    names
        Files that will be written, by their path within the folder (``plan/evaluation.json``).
    keep
        Those of them that people edit: an earlier one that is not the same to the byte stays
        beside the new one, as ``dossier (2).docx``.
    kept
        Filled with the files that were kept so, and what they are called now.

    Raises
    ------
    MachineError
        If a file cannot be written or moved. Where what was there could not be put back, the
        message names the folder that holds it.
    """
    made: list[Path] = []
    try:
        _make_folders(target, made)
        recover(target)
        aside = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=target))
    except OSError as error:
        _unmake(made)
        raise cannot_write(target, error) from error
    done, hold = False, Hold(aside / _LOCK)
    try:
        yield aside
        with undisturbed():
            renamed = _move_in(aside, target, names, keep)
            done = True
        if kept is not None:
            kept.update({target / name: path for name, path in renamed.items()})
    except OSError as error:
        raise cannot_write(target, error, kept=_kept(aside)) from error
    except SchoolmapError:
        raise
    except Exception as error:
        fault = _disk_fault(aside)
        if fault is None:
            raise
        raise cannot_write(target, fault, kept=_kept(aside)) from error
    finally:
        hold.release()
        if done or not _kept(aside):
            _clear(aside)
        if not done:
            _unmake(made)


def recover(target: Path) -> None:
    """Undo what a run that was killed had begun in a folder, and clear away what it left.

    A run is over where nobody holds its lock. Until its last file is in place, the earlier ones
    lie in its folder ``before``; they go back where they were. A run calls this before it reads,
    so that one which stops there leaves no mixture of an earlier two; a folder that is not there
    has nothing to undo.

    Raises
    ------
    OSError
        If the folder cannot be read.
    """
    for aside in sorted(target.glob(f"{_PREFIX}*")):
        if aside.is_symlink() or is_held(aside / _LOCK):
            continue
        if aside.is_file():
            with suppress(OSError):
                aside.unlink()
            continue
        if (aside / _BEFORE).is_dir():
            for name in reversed(_begun(aside)):
                _put_back(aside, target, name)
        if not _kept(aside):
            _clear(aside)


def _clear(aside: Path) -> None:
    """Remove a folder aside, its lock last: without one it would pass for a run just begun."""
    with suppress(OSError):
        for path in sorted(aside.iterdir()):
            if path.name != _LOCK:
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink()
    shutil.rmtree(aside, ignore_errors=True)


def _begun(aside: Path) -> list[str]:
    """Return the files that a run was moving in."""
    try:
        names = json.loads((aside / _NAMES).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [str(name) for name in names]


def _kept(aside: Path) -> list[Path]:
    """Return the earlier files that could not be put back."""
    return sorted(path for path in (aside / _BEFORE).rglob("*") if not path.is_dir())


def _disk_fault(aside: Path) -> OSError | None:
    """Return what the disk says to a write, None where it takes it.

    Libraries of other languages report a full disk in words of their own.
    """
    try:
        probe = aside / "probe"
        probe.write_bytes(bytes(_PROBE_BYTES))
        probe.unlink()
    except OSError as error:
        return error
    return None


def _move_in(
    aside: Path, target: Path, names: Sequence[str], keep: Sequence[str]
) -> dict[str, Path]:
    """Move the files in; return the earlier ones that were kept, and where they are now.

    The names are written down first and the earlier files are given up last, in one step, so that
    `recover` can undo a move that was cut off anywhere.
    """
    before = aside / _BEFORE
    (aside / _NAMES).write_text(json.dumps(list(names)), encoding="utf-8")
    before.mkdir()
    moved: list[str] = []
    made: list[Path] = []
    renamed: dict[str, Path] = {}
    try:
        for name in names:
            _make_folders((target / name).parent, made)
            (before / name).parent.mkdir(parents=True, exist_ok=True)
            moved.append(name)
            _set_aside(target / name, before / name)
            (aside / name).replace(target / name)
        for name in keep:
            if _edited(before / name, target / name):
                renamed[name] = _spare_name(target / name)
                _link(before / name, renamed[name])
        before.rename(aside / _REPLACED)
    except BaseException:
        for path in renamed.values():
            with suppress(OSError):
                path.unlink(missing_ok=True)
        for name in moved:
            _put_back(aside, target, name)
        _unmake(made)
        raise
    return renamed


def _set_aside(path: Path, before: Path) -> None:
    """Keep an earlier file: by a second name, so that its place is never empty, or by a move.

    A folder that stands where a file should be is not an earlier result: it stays.
    """
    if not path.exists():
        return
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    try:
        before.hardlink_to(path)
    except OSError:  # a disk without links
        path.rename(before)


def _link(path: Path, other: Path) -> None:
    """Give a file a second name, or make a copy where the disk has no links."""
    try:
        other.hardlink_to(path)
    except OSError:
        shutil.copy2(path, other)


def _edited(earlier: Path, now: Path) -> bool:
    """Return whether an earlier file holds something else than the one that takes its place."""
    return earlier.is_file() and earlier.read_bytes() != now.read_bytes()


def _spare_name(path: Path) -> Path:
    """Return a name beside a file that nothing has yet: ``dossier (2).docx``."""
    number = 2
    while (spare := path.with_name(f"{path.stem} ({number}){path.suffix}")).exists():
        number += 1
    return spare


def _make_folders(folder: Path, made: list[Path]) -> None:
    """Make a folder and those above it; each that was not there is added to `made` first."""
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        if folder.parent == folder:
            break
        folder = folder.parent
    for each in reversed(missing):
        made.append(each)
        each.mkdir(exist_ok=False)


def _unmake(made: Sequence[Path]) -> None:
    """Remove folders that were made, where they are empty."""
    for folder in reversed(made):
        with suppress(OSError):
            folder.rmdir()


def _put_back(aside: Path, target: Path, name: str) -> None:
    """Undo the move of one file as far as it went; what fails stays in the folder aside."""
    placed_now, before = target / name, aside / _BEFORE / name
    with suppress(OSError):
        if before.exists():
            if before.is_dir() and placed_now.is_file():
                placed_now.unlink()  # a folder does not replace a file
            before.replace(placed_now)
            if before.is_file():  # two names of one file: the move did nothing
                before.unlink()
        elif not (aside / name).exists():
            placed_now.unlink(missing_ok=True)
