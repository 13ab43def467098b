"""Every command of the README runs, every file that it links is there, its Python runs."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from schoolmap.cli.running import run

ROOT = Path(__file__).resolve().parents[1]
READMES = ("README.md", "README.zh-CN.md")


def blocks(readme: str, language: str) -> list[str]:
    text = (ROOT / readme).read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, flags=re.DOTALL)


def commands(readme: str) -> list[str]:
    lines = [line for block in blocks(readme, "sh") for line in block.splitlines()]
    return [line.split("#")[0].strip() for line in lines if line.startswith("schoolmap ")]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as the README's reader has it: data beside, and a county of one's own."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copytree(ROOT / "data" / "studies" / "zuomu", tmp_path / "my-county")
    settings = tmp_path / "my-county" / "study.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("../../boundaries", "../data/boundaries"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_two_languages_show_the_same_commands() -> None:
    assert commands("README.md") == commands("README.zh-CN.md")
    assert len(commands("README.md")) >= 7


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("command", commands("README.md"))
def test_command_runs(command: str) -> None:
    assert run([*shlex.split(command)[1:], "--quiet"]) == 0


@pytest.mark.parametrize("readme", READMES)
def test_python_runs(readme: str, desk: Path) -> None:
    (code,) = blocks(readme, "python")
    exec(compile(code, readme, "exec"), {})  # noqa: S102 - our own page
    assert (desk / "out" / "zuomu" / "map.html").is_file()


def test_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for readme in READMES:
        for block in blocks(readme, "sh"):
            for target in re.findall(r"^make (\w+)$", block, flags=re.MULTILINE):
                assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE)


@pytest.mark.parametrize("readme", READMES)
def test_links_lead_somewhere(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#]+)", text):
        assert (ROOT / link).exists(), link


def test_files_of_a_run_are_those_of_the_readme() -> None:
    from schoolmap.pipeline import OUTPUT_FILES

    for readme in READMES:
        text = (ROOT / readme).read_text(encoding="utf-8")
        assert [name for name in OUTPUT_FILES if f"`{name}`" not in text] == []
