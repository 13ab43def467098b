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


STOPS = (
    *(("hardlink_to", nth, KeyboardInterrupt()) for nth in (1, 2)),
    *(
        (call, nth, error)
        for call, most in (("replace", 3), ("rename", 1))
        for nth in range(1, most + 1)
        for error in (KeyboardInterrupt(), PermissionError(13, "Permission denied"))
    ),
)
"""Two earlier files get a second name, three new ones take their places, the move is sealed."""
UNLINKED_STOPS = tuple(
    (call, nth, error)
    for call, most in (("replace", 3), ("rename", 3))
    for nth in range(1, most + 1)
    for error in (KeyboardInterrupt(), PermissionError(13, "Permission denied"))
)
"""On a disk without links the two earlier files are moved out of the way instead."""


def stop_at(
    monkeypatch: pytest.MonkeyPatch, call: str, nth: int, error: BaseException
) -> list[int]:
    """Make the nth call of a method of paths fail, once; the list counts the calls."""
    original, calls = getattr(Path, call), []

    def stops(self: Path, *args: object, **kwargs: object) -> object:
        calls.append(1)
        if len(calls) == nth:
            raise error
        return original(self, *args, **kwargs)

    monkeypatch.setattr(Path, call, stops)
    return calls


def no_links(self: Path, target: Path) -> None:  # noqa: ARG001
    raise PermissionError(1, "Operation not permitted")


@pytest.mark.parametrize(("call", "nth", "error"), STOPS)
def test_whatever_ends_the_moving_is_undone(
    folder: Path, monkeypatch: pytest.MonkeyPatch, call: str, nth: int, error: BaseException
) -> None:
    expected = MachineError if isinstance(error, OSError) else KeyboardInterrupt
    with pytest.raises(expected), placed(folder, NAMES) as aside:  # noqa: PT012
        write(aside)
        calls = stop_at(monkeypatch, call, nth, error)
    assert len(calls) >= nth
    assert contents(folder) == dict.fromkeys(NAMES[:2], "before")


@pytest.mark.parametrize(("call", "nth", "error"), UNLINKED_STOPS)
def test_moving_is_undone_where_a_disk_has_no_links(
    folder: Path, monkeypatch: pytest.MonkeyPatch, call: str, nth: int, error: BaseException
) -> None:
    monkeypatch.setattr(Path, "hardlink_to", no_links)
    expected = MachineError if isinstance(error, OSError) else KeyboardInterrupt
    with pytest.raises(expected), placed(folder, NAMES) as aside:  # noqa: PT012
        write(aside)
        calls = stop_at(monkeypatch, call, nth, error)
    assert len(calls) >= nth
    assert contents(folder) == dict.fromkeys(NAMES[:2], "before")


def test_what_cannot_be_put_back_is_kept_and_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = Path.replace

    def stuck(self: Path, target: Path) -> Path:
        if self.parent.name == "before" or self.name == "b.csv":
            raise PermissionError(13, "Permission denied")
        return original(self, target)

    monkeypatch.setattr(Path, "replace", stuck)
    with (
        pytest.raises(MachineError, match="could not be put back") as caught,
        placed(folder, NAMES) as aside,
    ):
        write(aside)
    (kept, _) = sorted(folder.glob(".schoolmap-*/before/*.csv"))
    assert kept.read_text(encoding="utf-8") == "before"
    assert str(kept.parent) in caught.value.zh


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(MachineError), placed(tmp_path / "out", NAMES):
        pytest.fail("must not be entered")


# --- files in folders

TREE = ("map.html", "plan/evaluation.json", "plan/more/notes.txt", "other/evaluation.json")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """An earlier run with one plan, and a file of the user's own beside its evaluation."""
    (tmp_path / "plan").mkdir()
    for name in ("map.html", "plan/evaluation.json", "plan/my own notes.txt"):
        (tmp_path / name).write_text("before", encoding="utf-8")
    return tmp_path


def files(folder: Path) -> dict[str, str]:
    return {
        str(p.relative_to(folder).as_posix()): p.read_text(encoding="utf-8")
        for p in folder.rglob("*")
        if p.is_file()
    }


def folders(folder: Path) -> set[str]:
    return {str(p.relative_to(folder).as_posix()) for p in folder.rglob("*") if p.is_dir()}


def write_tree(aside: Path) -> None:
    for name in TREE:
        (aside / name).parent.mkdir(parents=True, exist_ok=True)
        (aside / name).write_text("after", encoding="utf-8")


def test_files_in_folders_are_placed_beside_what_is_there(tree: Path) -> None:
    with placed(tree, TREE) as aside:
        write_tree(aside)
    assert files(tree) == {**dict.fromkeys(TREE, "after"), "plan/my own notes.txt": "before"}
    assert folders(tree) == {"plan", "plan/more", "other"}


@pytest.mark.parametrize(
    ("call", "nth"),
    [
        *(("hardlink_to", nth) for nth in (1, 2)),
        *(("replace", nth) for nth in range(1, 5)),
        ("rename", 1),
        *(("mkdir", nth) for nth in range(1, 7)),
    ],
)
@pytest.mark.parametrize("error", [KeyboardInterrupt(), PermissionError(13, "Permission denied")])
def test_whatever_ends_the_moving_of_folders_is_undone(
    tree: Path, monkeypatch: pytest.MonkeyPatch, call: str, nth: int, error: BaseException
) -> None:
    if call == "hardlink_to" and isinstance(error, OSError):
        pytest.skip("a disk without links is written to all the same")
    before = files(tree)
    expected = MachineError if isinstance(error, OSError) else KeyboardInterrupt
    with pytest.raises(expected), placed(tree, TREE) as aside:  # noqa: PT012
        write_tree(aside)
        calls = stop_at(monkeypatch, call, nth, error)
    assert len(calls) >= nth
    assert files(tree) == before
    assert folders(tree) == {"plan"}


def test_a_file_in_place_of_a_folder_is_left(tmp_path: Path) -> None:
    (tmp_path / "plan").write_text("mine", encoding="utf-8")
    with pytest.raises(MachineError), placed(tmp_path, TREE) as aside:
        write_tree(aside)
    assert files(tmp_path) == {"plan": "mine"}


def test_a_folder_in_place_of_a_file_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.csv").mkdir()
    (tmp_path / "a.csv" / "in the way").write_text("before", encoding="utf-8")
    original = Path.replace

    def stuck(self: Path, target: Path) -> Path:
        if self.name == "c.csv":
            raise PermissionError(13, "Permission denied")
        return original(self, target)

    monkeypatch.setattr(Path, "replace", stuck)
    with pytest.raises(MachineError), placed(tmp_path, NAMES) as aside:
        write(aside)
    assert files(tmp_path) == {"a.csv/in the way": "before"}


# --- what people edit stays beside what takes its place


def test_an_edited_file_is_kept_under_another_name(folder: Path) -> None:
    (folder / "a (2).csv").write_text("older", encoding="utf-8")
    kept: dict[Path, Path] = {}
    with placed(folder, NAMES, keep=("a.csv", "c.csv"), kept=kept) as aside:
        write(aside)
    assert kept == {folder / "a.csv": folder / "a (3).csv"}
    assert contents(folder) == {
        **dict.fromkeys(NAMES, "after"),
        "a (2).csv": "older",
        "a (3).csv": "before",
    }


def test_the_same_file_again_is_not_kept_twice(folder: Path) -> None:
    kept: dict[Path, Path] = {}
    for _ in range(2):
        with placed(folder, NAMES, keep=NAMES) as aside:
            write(aside)
    with placed(folder, NAMES, keep=NAMES, kept=kept) as aside:
        write(aside)
    assert not kept
    assert set(contents(folder)) == {*NAMES, "a (2).csv", "b (2).csv"}


@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize(("call", "nth"), [("replace", 1), ("replace", 3), ("rename", 1)])
def test_what_was_kept_is_put_back_too(
    folder: Path, monkeypatch: pytest.MonkeyPatch, call: str, nth: int, *, links: bool
) -> None:
    if not links:
        monkeypatch.setattr(Path, "hardlink_to", no_links)
        nth += 2 if call == "rename" else 0  # the two earlier files are moved first
    kept: dict[Path, Path] = {}
    with (  # noqa: PT012
        pytest.raises(MachineError),
        placed(folder, NAMES, keep=NAMES, kept=kept) as aside,
    ):
        write(aside)
        stop_at(monkeypatch, call, nth, PermissionError(13, "Permission denied"))
    assert contents(folder) == dict.fromkeys(NAMES[:2], "before")
    assert not kept
