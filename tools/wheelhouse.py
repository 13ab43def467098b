"""Pack everything that a computer without internet needs to install and run schoolmap.

Run from the checkout, on a computer with internet: ``python tools/wheelhouse.py``, or
``make wheelhouse``. For each target it fills ``dist/wheelhouse-<target>/`` with the project's
wheel and those of all it depends on, instructions and checksums, and zips the folder.

pip decides what a package needs (`sys_platform == "win32"`, `python_version < "3.13"`) by the
computer that it runs on, not by the one that the wheels are for. So the needs are read from the
wheels themselves and decided for the target, and what is missing is fetched until nothing is.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from email.parser import HeaderParser
from pathlib import Path

from packaging.requirements import Requirement
from packaging.tags import Tag, compatible_tags, cpython_tags
from packaging.utils import canonicalize_name, parse_wheel_filename
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tools.wheelhouse_texts import TEXTS  # noqa: E402

EXTRAS = ("terrain", "xls", "china")
"""What a county needs besides the core: elevation, old Excel files, boundaries. A database client
is installed by whoever runs the database."""

PYTHONS = ("3.11", "3.12", "3.13")
WHEELS, ZH_FILE, EN_FILE, SUMS = "wheels", "安装说明.txt", "INSTALL.txt", "SHA256SUMS"
_OLDEST_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_ROUNDS = 12
"""Rounds of fetching what is missing; each goes one step deeper, and no tree is this deep."""

# glibc 2.28 is that of RHEL 8, Debian 10, UOS 20 and Kylin V10 SP1; wheels for older ones run too
_GLIBC_MINORS = (28, 27, 26, 25, 24, 17, 12, 5)
_OLD_NAMES = {17: "manylinux2014", 12: "manylinux2010", 5: "manylinux1"}


@dataclass(frozen=True)
class Target:
    """A computer that the wheels are for.

    Attributes
    ----------
    system
        ``linux`` or ``windows``.
    python
        Such as ``3.11``.
    """

    system: str
    python: str

    @property
    def name(self) -> str:
        """Name of its folder: ``linux-py311``."""
        return f"{self.system}-py{self.python.replace('.', '')}"

    @property
    def platforms(self) -> list[str]:
        """Platform tags of the wheels that it takes, the best first."""
        if self.system == "windows":
            return ["win_amd64"]
        tags = []
        for minor in _GLIBC_MINORS:
            tags.append(f"manylinux_2_{minor}_x86_64")
            if minor in _OLD_NAMES:
                tags.append(f"{_OLD_NAMES[minor]}_x86_64")
        return [*tags, "linux_x86_64"]

    @property
    def environment(self) -> dict[str, str]:
        """What the markers of requirements are decided by."""
        windows = self.system == "windows"
        return {
            "implementation_name": "cpython",
            "implementation_version": f"{self.python}.0",
            "os_name": "nt" if windows else "posix",
            "platform_machine": "AMD64" if windows else "x86_64",
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_system": "Windows" if windows else "Linux",
            "platform_version": "",
            "python_full_version": f"{self.python}.0",
            "python_version": self.python,
            "sys_platform": "win32" if windows else "linux",
        }

    def tags(self) -> frozenset[Tag]:
        """Return the tags of the wheels that it can install."""
        version = tuple(int(part) for part in self.python.split("."))
        interpreter = f"cp{self.python.replace('.', '')}"
        return frozenset(
            [
                *cpython_tags(version, platforms=self.platforms),
                *compatible_tags(version, interpreter, self.platforms),
            ]
        )


@dataclass(frozen=True)
class Wheel:
    """A wheel: file, name, version, and what it needs."""

    file: str
    name: str
    version: Version
    needs: tuple[str, ...] = ()


def build_command(folder: Path) -> list[str]:
    """Return the command that builds the project's own wheel into a folder."""
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check"]
    return [*pip, "--no-deps", "--wheel-dir", str(folder), str(ROOT)]


def download_command(
    target: Target, wanted: Sequence[str], folder: Path, *, constraints: Path
) -> list[str]:
    """Return the command that fetches wheels for a target; never a source archive.

    Parameters
    ----------
    target
        Computer that they are for.
    wanted
        Requirements, without markers.
    folder
        To put them into.
    constraints
        File of exact versions.
    """
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    where = ["--only-binary=:all:", "--no-deps", "--implementation", "cp"]
    where += ["--python-version", target.python, "--dest", str(folder)]
    for platform in target.platforms:
        where += ["--platform", platform]
    return [*pip, *where, "--constraint", str(constraints), *wanted]


def missing(
    wheels: Iterable[Wheel], roots: Sequence[str], environment: Mapping[str, str]
) -> list[str]:
    """Return what is needed and not there, decided for the target's environment.

    Parameters
    ----------
    wheels
        Those that are there.
    roots
        Requirements to begin with, such as ``schoolmap[xls]``.
    environment
        Of the target.

    Returns
    -------
    Requirements without markers, sorted; empty where everything is there.

    Raises
    ------
    ValueError
        If a wheel is there in a version that another does not take.
    """
    there = {wheel.name: wheel for wheel in wheels}
    lacking: set[str] = set()
    seen: set[tuple[str, str]] = set()
    queue = [Requirement(root) for root in roots]
    while queue:
        need = queue.pop()
        name = canonicalize_name(need.name)
        wheel = there.get(name)
        if wheel is None:
            lacking.add(f"{name}{need.specifier}")
            continue
        if not need.specifier.contains(wheel.version, prereleases=True):
            message = f"{need} is wanted, {wheel.file} is there"
            raise ValueError(message)
        for extra in ("", *sorted(need.extras)):
            if (name, extra) in seen:
                continue
            seen.add((name, extra))
            for text in wheel.needs:
                inner = Requirement(text)
                decided = {**environment, "extra": extra}
                if inner.marker is None or inner.marker.evaluate(decided):
                    queue.append(inner)
    return sorted(lacking)


def unfit(files: Iterable[str], target: Target) -> list[str]:
    """Return the files that the target cannot install: source archives, other computers' wheels."""
    tags = target.tags()
    return sorted(
        file
        for file in files
        if not file.endswith(".whl") or tags.isdisjoint(parse_wheel_filename(file)[3])
    )


def read_wheels(folder: Path) -> list[Wheel]:
    """Return the wheels of a folder, by file name, with what they need."""
    found = []
    for path in sorted(folder.glob("*.whl")):
        name, version, _, _ = parse_wheel_filename(path.name)
        with zipfile.ZipFile(path) as archive:
            inside = next(n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
            text = archive.read(inside).decode("utf-8")
        needs = HeaderParser().parsestr(text).get_all("Requires-Dist") or []
        found.append(Wheel(path.name, name, version, tuple(needs)))
    return found


def install_lines(target: Target) -> tuple[str, str, str]:
    """Return the three lines that install and try it on the target."""
    wanted = f'"schoolmap[{",".join(EXTRAS)}]"'
    if target.system == "windows":
        python, scripts = f"py -{target.python}", "schoolmap-env\\Scripts\\"
    else:
        python, scripts = f"python{target.python}", "schoolmap-env/bin/"
    return (
        f"{python} -m venv schoolmap-env",
        f"{scripts}python -m pip install --no-index --find-links {WHEELS} {wanted}",
        f"{scripts}schoolmap demo",
    )


def install_text(target: Target, language: str, *, version: str, count: int, size: int) -> str:
    """Return the instructions, in Chinese or in English.

    Parameters
    ----------
    target
        Computer that the wheels are for.
    language
        ``zh`` or ``en``.
    version
        Of schoolmap.
    count, size
        Of the wheels: how many, how many bytes.
    """
    pattern = TEXTS[language, target.system]
    first, second, third = install_lines(target)
    again = second.replace(" install ", " install --upgrade ")
    return pattern.format(
        version=version, python=target.python, count=count, megabytes=megabytes(size),
        first=first, second=second, third=third, again=again,
        try_it=third.replace(" demo", " init"), folder=WHEELS, sums=SUMS,
    )  # fmt: skip


def megabytes(size: int) -> str:
    """Return bytes as whole megabytes (10^6), at least 1."""
    return f"{max(1, (size + 500_000) // 1_000_000):,}"


def checksum_text(folder: Path, files: Iterable[str]) -> str:
    """Return lines as ``sha256sum -c`` reads them."""
    lines = []
    for file in sorted(files):
        with (folder / file).open("rb") as stream:
            lines.append(f"{hashlib.file_digest(stream, 'sha256').hexdigest()}  {file}\n")
    return "".join(lines)


def pack(folder: Path, path: Path) -> Path:
    """Zip a folder under its own name; the same bytes for the same files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for file in sorted(p for p in folder.rglob("*") if p.is_file()):
            name = f"{folder.name}/{file.relative_to(folder).as_posix()}"
            entry = zipfile.ZipInfo(name, _OLDEST_ZIP_TIME)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, file.read_bytes())
    return path


def fill(target: Target, folder: Path) -> list[Wheel]:
    """Fetch wheels until nothing is missing for the target; return them.

    Raises
    ------
    RuntimeError
        If pip fails, or something stays missing.
    """
    roots = [f"schoolmap[{','.join(EXTRAS)}]"]
    for _ in range(_ROUNDS):
        wheels = read_wheels(folder)
        wanted = missing(wheels, roots, target.environment)
        if not wanted:
            return wheels
        print(f"  … {len(wheels)} 个，再取 {len(wanted)} 个 / {len(wanted)} more", flush=True)
        _run(download_command(target, wanted, folder, constraints=ROOT / "constraints.txt"))
    message = f"still missing: {', '.join(wanted)}"
    raise RuntimeError(message)


def make(target: Target, out: Path) -> Path:
    """Make a target's folder and its zip; return the zip."""
    folder = out / f"wheelhouse-{target.name}"
    wheels = folder / WHEELS
    wheels.mkdir(parents=True, exist_ok=True)
    # what a run before left may be of other versions
    for old in wheels.glob("*.whl"):
        old.unlink()
    _run(build_command(wheels))
    found = fill(target, wheels)
    files = [path.name for path in sorted(wheels.iterdir())]
    wrong = unfit(files, target)
    if wrong:
        message = f"not for {target.name}: {', '.join(wrong)}"
        raise RuntimeError(message)
    size = sum((wheels / file).stat().st_size for file in files)
    version = str(next(wheel.version for wheel in found if wheel.name == "schoolmap"))
    (folder / SUMS).write_text(
        checksum_text(folder, [f"{WHEELS}/{file}" for file in files]), "utf-8", newline="\n"
    )
    for language, name in (("zh", ZH_FILE), ("en", EN_FILE)):
        text = install_text(target, language, version=version, count=len(files), size=size)
        # Notepad of old Windows wants the mark and its own line ends
        end = "\r\n" if target.system == "windows" else "\n"
        (folder / name).write_text(text, "utf-8-sig", newline=end)
    return pack(folder, out / f"schoolmap-{version}-{target.name}.zip")


def _run(command: Sequence[str]) -> None:
    done = subprocess.run(command, cwd=ROOT, check=False)  # noqa: S603 (commands made here)
    if done.returncode:
        message = f"pip failed: {' '.join(command)}"
        raise RuntimeError(message)


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the wheelhouses that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--python", default="3.11", choices=PYTHONS)
    parser.add_argument("--system", default="both", choices=("both", "linux", "windows"))
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    asked = parser.parse_args(arguments)
    systems = ("linux", "windows") if asked.system == "both" else (asked.system,)
    for system in systems:
        target = Target(system, asked.python)
        print(f"{target.name}:", flush=True)
        path = make(target, asked.out)
        print(f"  {path}  {megabytes(path.stat().st_size)} MB", flush=True)


if __name__ == "__main__":
    main()
