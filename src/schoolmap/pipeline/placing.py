"""Files written aside and moved into place: all of them, or none."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from schoolmap.errors import MachineError


@contextmanager
def placed(
    target: Path,
    names: Sequence[str],
    *,
    keep: Sequence[str] = (),
    kept: dict[Path, Path] | None = None,
) -> Iterator[Path]:
    """Give a folder to write files into; move them into `target` when all are written.

    Whatever ends the block early, an interrupt included, leaves in `target` what was there.

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
    try:
        target.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=".schoolmap-", dir=target))
    except OSError as error:
        raise _cannot_write(target, error) from error
    done = False
    try:
        yield aside
        renamed = _move_in(aside, target, names, keep)
        done = True
        if kept is not None:
            kept.update({target / name: path for name, path in renamed.items()})
    except OSError as error:
        raise _cannot_write(target, error, kept=_kept(aside)) from error
    finally:
        if done or not _kept(aside):
            shutil.rmtree(aside, ignore_errors=True)


def _kept(aside: Path) -> list[Path]:
    """Return the earlier files that could not be put back."""
    return sorted(path for path in (aside / "before").rglob("*") if not path.is_dir())


def _move_in(
    aside: Path, target: Path, names: Sequence[str], keep: Sequence[str]
) -> dict[str, Path]:
    """Move the files in; return the earlier ones that were kept, and where they are now."""
    before = aside / "before"
    before.mkdir()
    moved: list[str] = []
    made: list[Path] = []
    renamed: dict[str, Path] = {}
    try:
        for name in names:
            _make_folders(target, Path(name).parent, made)
            (before / name).parent.mkdir(parents=True, exist_ok=True)
            moved.append(name)
            if (target / name).exists():
                (target / name).rename(before / name)
            (aside / name).rename(target / name)
        for name in keep:
            if _edited(before / name, target / name):
                renamed[name] = _spare_name(target / name)
                (before / name).rename(renamed[name])
    except BaseException:
        for name, path in renamed.items():
            if not (before / name).exists():
                with suppress(OSError):
                    path.rename(before / name)
        for name in moved:
            _put_back(aside, target, name)
        for folder in reversed(made):
            with suppress(OSError):
                folder.rmdir()
        raise
    return renamed


def _edited(earlier: Path, now: Path) -> bool:
    """Return whether an earlier file holds something else than the one that takes its place."""
    return earlier.is_file() and earlier.read_bytes() != now.read_bytes()


def _spare_name(path: Path) -> Path:
    """Return a name beside a file that nothing has yet: ``dossier (2).docx``."""
    number = 2
    while (spare := path.with_name(f"{path.stem} ({number}){path.suffix}")).exists():
        number += 1
    return spare


def _make_folders(target: Path, below: Path, made: list[Path]) -> None:
    """Make a folder below `target`; each that was not there is added to `made` first."""
    folder = target
    for part in below.parts:
        folder /= part
        if not folder.is_dir():
            made.append(folder)
            folder.mkdir()


def _put_back(aside: Path, target: Path, name: str) -> None:
    """Undo the move of one file as far as it went; what fails stays in the folder aside."""
    placed_now, before = target / name, aside / "before" / name
    with suppress(OSError):
        if before.exists():
            if before.is_dir() and placed_now.is_file():
                placed_now.unlink()  # a folder does not replace a file
            before.replace(placed_now)
        elif not (aside / name).exists():
            placed_now.unlink(missing_ok=True)


def _cannot_write(folder: Path, error: OSError, *, kept: Sequence[Path] = ()) -> MachineError:
    reason = error.strerror or str(error)
    if kept:
        place = next(p for p in kept[0].parents if p.name == "before")
        return MachineError(
            zh=f"无法写入 {folder}：{reason}。"
            f"原有文件中有 {len(kept)} 个未能放回，现存于 {place}。",
            en=f"Cannot write to {folder}: {reason}. {len(kept)} of the earlier files could not be "
            f"put back; they are in {place}.",
        )
    return MachineError(
        zh=f"无法写入 {folder}：{reason}。原有文件未改动；请换一个文件夹，或检查权限与磁盘空间。",
        en=f"Cannot write to {folder}: {reason}. What was there is unchanged; "
        "choose another folder, or check permission and space.",
    )
