"""Outputs appear whole or not at all, whatever the machine does."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from schoolmap.cli.running import run
from schoolmap.errors import MachineError
from schoolmap.io.whole import cannot_write, write_whole
from schoolmap.pipeline.holding import Hold, is_held, undisturbed
from schoolmap.pipeline.placing import placed, recover

NAMES = [f"{k}.txt" for k in range(300)]
ROOT = Path(__file__).parents[2]
CHILD = """
import sys
from pathlib import Path
from schoolmap.pipeline.placing import placed
target, names = Path(sys.argv[1]), [f"{k}.txt" for k in range(300)]
turn = 0
while True:
    with placed(target, names) as aside:
        for name in names:
            (aside / name).write_text(f"{turn % 7}" * 100)
    turn += 1
    if turn == 2:
        print("ready", flush=True)
"""


def start(code: str, *arguments: object) -> subprocess.Popen[str]:
    paths = f"{ROOT / 'src'}{os.pathsep}{ROOT}"
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": paths},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def killed(child: subprocess.Popen[str], after_s: float) -> None:
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    time.sleep(after_s)
    child.kill()
    child.communicate()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_killed_at_any_moment(tmp_path: Path, seed: int) -> None:
    rng = Random(f"killed {seed}")  # noqa: S311
    for _ in range(4):
        killed(start(CHILD, tmp_path), rng.random() * 0.2)
        texts = {name: (tmp_path / name).read_text(encoding="utf-8") for name in NAMES}
        # each file is whole at any moment, even before anybody has tidied up
        assert all(len(text) == 100 and len(set(text)) == 1 for text in texts.values())
        recover(tmp_path)
        texts = {name: (tmp_path / name).read_text(encoding="utf-8") for name in NAMES}
        assert len(set(texts.values())) == 1, "files of two runs side by side"
        # at most an empty folder is left, of the instant in which it was made or removed
        left = [p for p in tmp_path.iterdir() if p.is_file() or any(p.iterdir())]
        assert sorted(p.name for p in left) == sorted(NAMES)


def _run_that_stops_at_reading(out: Path) -> None:
    assert run(["run", str(out / "no-such-study"), "--out", str(out)]) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals")
@pytest.mark.parametrize("undo", [recover, _run_that_stops_at_reading])
def test_a_move_cut_off_is_undone_by_the_next_run(
    tmp_path: Path, undo: Callable[[Path], None]
) -> None:
    code = """
import os, signal, sys
from pathlib import Path
from schoolmap.pipeline.placing import placed
target, original, count = Path(sys.argv[1]), Path.replace, 0
def cut_off(self, other):
    global count
    count += 1
    if count == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return original(self, other)
with placed(target, ["a", "b", "c"]) as aside:
    for name in "abc":
        (aside / name).write_text("after")
    Path.replace = cut_off
"""
    (tmp_path / "a").write_text("before", encoding="utf-8")
    (tmp_path / "c").write_text("before", encoding="utf-8")
    child = start(code, tmp_path)
    child.communicate()
    assert child.returncode == -signal.SIGKILL
    assert (tmp_path / "a").read_text(encoding="utf-8") == "after"
    undo(tmp_path)
    assert {p.name: p.read_text(encoding="utf-8") for p in tmp_path.iterdir()} == {
        "a": "before",
        "c": "before",
    }


def test_a_run_that_still_works_is_left_alone(tmp_path: Path) -> None:
    with placed(tmp_path, ["a"]) as first:
        (first / "a").write_text("first", encoding="utf-8")
        with placed(tmp_path, ["b"]) as second:
            (second / "b").write_text("second", encoding="utf-8")
        assert (first / "a").is_file()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "b"]


def test_a_hold_ends(tmp_path: Path) -> None:
    hold = Hold(tmp_path / "lock")
    assert is_held(tmp_path / "lock")
    hold.release()
    assert not is_held(tmp_path / "lock")
    assert is_held(tmp_path / "young without a lock")


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals")
def test_an_interrupt_waits_for_the_move() -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        with undisturbed():
            os.kill(os.getpid(), number)
    with pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGINT)


NUMBERS = [errno.ENOSPC, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EBUSY]
NUMBERS += [errno.ENOTDIR, errno.EEXIST, errno.EISDIR, errno.ENOENT, errno.ENAMETOOLONG, errno.EIO]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("nth", [1, 2, 3])
def test_what_the_disk_says_is_said_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, nth: int
) -> None:
    for name in "ab":
        (tmp_path / name).write_text("before", encoding="utf-8")
    original, calls = Path.replace, []

    def refuses(self: Path, target: Path) -> Path:
        calls.append(self)
        if len(calls) == nth:
            raise OSError(number, os.strerror(number), str(self))
        return original(self, target)

    with pytest.raises(MachineError) as caught, placed(tmp_path, ["a", "b", "c"]) as aside:  # noqa: PT012
        for name in "abc":
            (aside / name).write_text("after", encoding="utf-8")
        monkeypatch.setattr(Path, "replace", refuses)
    assert {p.name: p.read_text(encoding="utf-8") for p in tmp_path.iterdir()} == {
        "a": "before",
        "b": "before",
    }
    assert "原有文件未改动；请" in caught.value.zh
    assert "What was there is unchanged; " in caught.value.en
    if number != errno.EIO:
        assert os.strerror(number) not in caught.value.zh


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit")
@pytest.mark.parametrize("way", ["open(aside / 'a', 'wb').write(bytes(200_000))", "library()"])
def test_a_full_disk(tmp_path: Path, way: str) -> None:
    code = f"""
import resource, signal, sys
from pathlib import Path
from schoolmap.errors import MachineError
from schoolmap.pipeline.placing import placed
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
def library():
    raise RuntimeError("sqlite3_step() failed")
try:
    with placed(Path(sys.argv[1]), ["a"]) as aside:
        {way}
except MachineError as error:
    print(error.zh, error.en, sep="\\n")
"""
    (tmp_path / "a").write_text("before", encoding="utf-8")
    child = start(code, tmp_path)
    out, err = child.communicate()
    assert not err
    assert "磁盘空间不足" in out
    assert "make room" in out
    assert [p.name for p in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_text(encoding="utf-8") == "before"


def test_a_bug_is_not_called_a_full_disk(tmp_path: Path) -> None:
    def bug() -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError), placed(tmp_path / "new" / "out", ["a"]):
        bug()
    assert not (tmp_path / "new").exists(), "folders made for nothing"


def test_the_folder_goes_away_meanwhile(tmp_path: Path) -> None:
    import shutil

    def gone() -> None:
        shutil.rmtree(tmp_path / "out")

    with (  # noqa: PT012
        pytest.raises(MachineError, match="moved or deleted"),
        placed(tmp_path / "out", ["a"]) as aside,
    ):
        gone()
        (aside / "a").write_text("after", encoding="utf-8")


# --- single files


def test_a_single_file_is_whole_or_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.json"
    write_whole(path, "before")
    assert path.stat().st_mode & 0o077 == 0o666 & ~umask() & 0o077
    with pytest.raises(FileExistsError):
        write_whole(path, "after", over=False)

    def refuses(self: Path, target: Path) -> Path:  # noqa: ARG001
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuses)
    with pytest.raises(PermissionError):
        write_whole(path, "after")
    assert [p.name for p in tmp_path.iterdir()] == ["plan.json"]
    assert path.read_text(encoding="utf-8") == "before"


def umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_names_are_shown_and_not_obeyed() -> None:
    said = cannot_write(Path("out\x1b[2J"), OSError(errno.ENOSPC, "No space left on device"))
    assert "\x1b" not in said.zh + said.en
