"""What a terminal is given to show."""

from __future__ import annotations

import pytest

from schoolmap.cli import console
from schoolmap.cli.console import isolated


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("row 3 שלום 12", "row 3 ⟨שלום⟩ 12"),
        ("مدرسة النور، 第 3 行，بيت 7", "⟨مدرسة النور،⟩ 第 3 行，⟨بيت⟩ 7"),
        ("河湾小学 3", "河湾小学 3"),
    ],
)
def test_names_from_right_to_left_stay_by_themselves(text: str, shown: str) -> None:
    marks = str.maketrans({"⟨": "\u2068", "⟩": "\u2069"})
    assert isolated(text) == shown.translate(marks)


def test_only_a_terminal_is_given_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    for terminal, marks in ((True, 1), (False, 0)):
        out = console.stdout()
        monkeypatch.setattr(out, "_force_terminal", terminal)
        with out.capture() as captured:
            out.print("שלום \x1b[2J 3", markup=False)
        assert captured.get().count("\u2068") == marks
        assert "\x1b[2J" not in captured.get()
