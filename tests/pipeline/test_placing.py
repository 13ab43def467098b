"""Files appear whole or not at all, whatever ends the run."""

from __future__ import annotations

from pathlib import Path

import pytest

from schoolmap.errors import MachineError
from schoolmap.pipeline.placing import placed

NAMES = ("a.csv", "b.csv", "c.csv")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two earlier files, and one that is new."""
    for name in NAMES[:2]:
        (tmp_path / name).write_text("before", encoding="utf-8")
    return tmp_path


def contents(folder: Path) -> dict[str, str]:
    return {p.name: p.read_text(encoding="utf-8") for p in folder.iterdir()}


def write(aside: Path) -> None:
    for name in NAMES:
        (aside / name).write_text("after", encoding="utf-8")


def test_all_are_placed_and_nothing_is_left_aside(folder: Path) -> None:
    with placed(folder, NAMES) as aside:
        write(aside)
    assert contents(folder) == dict.fromkeys(NAMES, "after")


def test_interrupt_while_writing(folder: Path) -> None:
    def interrupted(aside: Path) -> None:
        write(aside)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), placed(folder, NAMES) as aside:
        interrupted(aside)
    assert contents(folder) == dict.fromkeys(NAMES[:2], "before")


@pytest.mark.parametrize("nth", range(1, 6))
@pytest.mark.parametrize("error", [KeyboardInterrupt(), PermissionError(13, "Permission denied")])
def test_whatever_ends_the_moving_is_undone(
    folder: Path, monkeypatch: pytest.MonkeyPatch, nth: int, error: BaseException
) -> None:
    # five moves: a out, a in, b out, b in, c in
    original, count = Path.rename, 0

    def stops(self: Path, target: Path) -> Path:
        nonlocal count
        count += 1
        if count == nth:
            raise error
        return original(self, target)

    monkeypatch.setattr(Path, "rename", stops)
    expected = MachineError if isinstance(error, OSError) else KeyboardInterrupt
    with pytest.raises(expected), placed(folder, NAMES) as aside:
        write(aside)
    assert contents(folder) == dict.fromkeys(NAMES[:2], "before")


def test_what_cannot_be_put_back_is_kept_and_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original_rename, original = Path.rename, Path.replace

    def stuck(self: Path, target: Path) -> Path:
        if self.name == "b.csv":
            raise PermissionError(13, "Permission denied")
        return original_rename(self, target)

    def no_return(self: Path, target: Path) -> Path:
        if self.parent.name == "before":
            raise PermissionError(13, "Permission denied")
        return original(self, target)

    monkeypatch.setattr(Path, "rename", stuck)
    monkeypatch.setattr(Path, "replace", no_return)
    with (
        pytest.raises(MachineError, match="could not be put back") as caught,
        placed(folder, NAMES) as aside,
    ):
        write(aside)
    (kept,) = folder.glob(".schoolmap-*/before/a.csv")
    assert kept.read_text(encoding="utf-8") == "before"
    assert str(kept.parent) in caught.value.zh


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(MachineError), placed(tmp_path / "out", NAMES):
        pytest.fail("must not be entered")
