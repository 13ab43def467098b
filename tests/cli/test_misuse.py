"""A wrong call is told in the reader's language, and ends with 2."""

from __future__ import annotations

import pytest

from schoolmap.cli.misuse import misuse_zh
from schoolmap.cli.running import run


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("run", "缺少 STUDY（含 study.toml 的文件夹）。"),
        ("run x", "缺少 --out。"),
        ("run x --ou y", "没有 --ou 这个选项。"),
        ("run x --out", "--out 后面要写内容。"),
        ("rnu x", "没有 rnu 这个命令。"),
        ("run x y z --out a", "多出了：y z。"),
    ],
)
def test_a_wrong_call_is_told_in_chinese(
    call: str, said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert run(call.split()) == 2
    printed = capsys.readouterr().err
    assert printed.startswith(said)
    assert "--help" in printed
    assert "Error" not in printed
    assert run([*call.split()[:1], "--lang", "en", *call.split()[1:]]) == 2
    assert "缺少" not in capsys.readouterr().err


def test_what_is_not_known_is_shown_as_it_is() -> None:
    assert misuse_zh("Something else.", "Usage: schoolmap run STUDY", "schoolmap run") == (
        "Something else.\n用法：schoolmap run STUDY\n详见 schoolmap run --help。"
    )
