"""The wheelhouse: what is asked of pip, what a target needs, what its reader is told."""

from __future__ import annotations

import itertools
import re
import sys
import zipfile
from pathlib import Path

import pytest
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tools import wheelhouse as wh  # noqa: E402

LINUX, WINDOWS = wh.Target("linux", "3.11"), wh.Target("windows", "3.12")


def wheel(name: str, version: str, *needs: str) -> wh.Wheel:
    return wh.Wheel(f"{name}-{version}-py3-none-any.whl", name, Version(version), needs)


def test_pip_is_asked_for_wheels_of_the_target_only() -> None:
    command = wh.download_command(WINDOWS, ["rich>=13"], Path("w"), constraints=Path("c.txt"))
    assert "--only-binary=:all:" in command
    assert command[command.index("--python-version") + 1] == "3.12"
    assert command[command.index("--platform") + 1] == "win_amd64"
    assert command[command.index("--constraint") + 1] == "c.txt"
    assert command[-1] == "rich>=13"
    platforms = [after for before, after in itertools.pairwise(command) if before == "--platform"]
    assert platforms == ["win_amd64"]


def test_linux_takes_wheels_of_older_glibc_but_not_of_newer() -> None:
    """PEP 600: a wheel for glibc 2.n runs where glibc is 2.n or later."""
    stem = "numpy-2.4.6-cp311-cp311-"
    good = [f"{stem}manylinux_2_28_x86_64.whl", f"{stem}manylinux2014_x86_64.whl",
            "a-1-cp39-abi3-manylinux_2_17_x86_64.whl", "b-1-py2.py3-none-any.whl"]  # fmt: skip
    bad = [f"{stem}manylinux_2_34_x86_64.whl", f"{stem}win_amd64.whl", "c-1.tar.gz",
           f"{stem}manylinux_2_28_aarch64.whl", "d-1-cp312-cp312-linux_x86_64.whl"]  # fmt: skip
    assert wh.unfit([*good, *bad], LINUX) == sorted(bad)


def test_windows_takes_no_linux_wheel() -> None:
    good, bad = "x-1-cp312-cp312-win_amd64.whl", "x-1-cp312-cp312-manylinux2014_x86_64.whl"
    assert wh.unfit([good, bad], WINDOWS) == [bad]


def test_markers_are_decided_for_the_target_not_for_this_computer() -> None:
    click = wheel("click", "8.5.1", 'colorama; sys_platform == "win32"')
    roots = ["click"]
    assert wh.missing([click], roots, LINUX.environment) == []
    assert wh.missing([click], roots, WINDOWS.environment) == ["colorama"]
    old = wheel("click", "8.5.1", 'tomli>=2; python_version < "3.12"')
    assert wh.missing([old], roots, LINUX.environment) == ["tomli>=2"]
    assert wh.missing([old], roots, WINDOWS.environment) == []


def test_needs_are_followed_to_their_end_and_extras_only_where_asked() -> None:
    house = [
        wheel("schoolmap", "1", "rich", 'xlrd; extra == "xls"', 'psycopg; extra == "postgis"'),
        wheel("rich", "15", "Markdown_It.Py>=2"),
        wheel("markdown-it-py", "4", "mdurl~=0.1"),
    ]
    assert wh.missing(house, ["schoolmap"], LINUX.environment) == ["mdurl~=0.1"]
    assert wh.missing(house, ["schoolmap[xls]"], LINUX.environment) == ["mdurl~=0.1", "xlrd"]
    assert wh.missing([], ["schoolmap[xls]"], LINUX.environment) == ["schoolmap"]


def test_packages_that_need_each_other_come_to_an_end() -> None:
    house = [wheel("a", "1", "b"), wheel("b", "1", "a")]
    assert wh.missing(house, ["a"], LINUX.environment) == []


def test_a_version_that_another_does_not_take_is_refused() -> None:
    house = [wheel("a", "1", "b<2"), wheel("b", "2")]
    with pytest.raises(ValueError, match="b<2"):
        wh.missing(house, ["a"], LINUX.environment)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("target", [LINUX, WINDOWS], ids=lambda t: t.name)
def test_the_instructions_hold_the_three_lines(target: wh.Target, language: str) -> None:
    text = wh.install_text(target, language, version="1.2", count=60, size=313_407_054)
    for line in wh.install_lines(target):
        assert f"\n    {line}\n" in text
    assert "313 MB" in text
    assert re.search("[\u4e00-\u9fff]", text) is None or language == "zh"
    assert not re.search(r"https?://|[{}]", text)


def test_the_extras_are_those_of_the_project() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert set(wh.EXTRAS) <= set(project["optional-dependencies"])
    minors = {c.rsplit(" ", 1)[1] for c in project["classifiers"] if "Python :: 3." in c}
    assert set(wh.PYTHONS) == minors


@pytest.mark.parametrize(
    ("size", "text"), [(0, "1"), (1_499_999, "1"), (1_500_000, "2"), (1_234_567_890, "1,235")]
)
def test_megabytes(size: int, text: str) -> None:
    assert wh.megabytes(size) == text


def test_packing_keeps_every_file_and_is_the_same_twice(tmp_path: Path) -> None:
    folder = tmp_path / "house"
    (folder / "wheels").mkdir(parents=True)
    (folder / "wheels/a.whl").write_bytes(b"abc")
    (folder / "安装说明.txt").write_text("说明", "utf-8")
    sums = wh.checksum_text(folder, ["wheels/a.whl"])
    # SHA-256 of "abc": FIPS 180-2, appendix B.1
    digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert sums == f"{digest}  wheels/a.whl\n"
    first = wh.pack(folder, tmp_path / "1.zip").read_bytes()
    (folder / "wheels/a.whl").touch()
    assert wh.pack(folder, tmp_path / "2.zip").read_bytes() == first
    with zipfile.ZipFile(tmp_path / "1.zip") as archive:
        assert archive.namelist() == ["house/wheels/a.whl", "house/安装说明.txt"]


def test_needs_are_read_from_a_wheel(tmp_path: Path) -> None:
    metadata = (
        "Metadata-Version: 2.1\nName: A\nVersion: 1\nRequires-Dist: b>=1\nRequires-Dist: c\n\nText"
    )
    with zipfile.ZipFile(tmp_path / "A-1-py3-none-any.whl", "w") as archive:
        archive.writestr("A-1.dist-info/METADATA", metadata)
    (found,) = wh.read_wheels(tmp_path)
    assert (found.name, found.version, found.needs) == ("a", Version("1"), ("b>=1", "c"))
