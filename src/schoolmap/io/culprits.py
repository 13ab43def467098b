"""Which number of a row is mistyped, where its own total and a total of the table both tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from schoolmap.io.frame import Stated

_SLACK = 1e-6
"""Of pupils: below it there is only the noise of fractions."""


def culprit(
    stated: Sequence[Stated], row: int, numbers: Mapping[str, float], header: str, total: float
) -> tuple[str, str]:
    """Return what to correct, in both languages; "" where the totals do not single it out.

    Either one column exceeds its stated total by just as much as the row exceeds its own, or
    every column agrees and the column of the rows' totals is off by this very row.

    Parameters
    ----------
    stated
        Totals that the table states.
    row
        Number of the row.
    numbers
        Pupils of the row by header, empty cells as 0.
    header, total
        The row's total: its header and value.
    """
    over = sum(numbers.values()) - total
    here = [s for s in stated if row in s.rows]
    parts = [s for s in here if s.column in numbers]
    wholes = [s for s in here if s.column == header]
    off = {s.column for s in parts if abs(s.more) > _SLACK}
    if parts and not off and wholes and all(abs(s.more + over) < _SLACK for s in wholes):
        due = f"{total + over:g}"
        return (
            f"表中写的合计与分年级相符：只需把“{header}”改成 {due}。",
            f" The totals of the table agree with the grades: only {header!r} has to be {due}.",
        )
    just = {s.column for s in parts if abs(s.more - over) < _SLACK}
    if len(just) != 1 or off != just or any(abs(s.more) > _SLACK for s in wholes):
        return "", ""
    column = just.pop()
    now = numbers[column]
    right = now - over
    if right < 0:
        return "", ""
    at_zh, at_en = ("多", "more") if over > 0 else ("少", "less")
    by = f"{abs(over):g}"
    zh = (
        f"这一行{at_zh} {by}，“{column}”列也正好比写的合计{at_zh} {by}："
        f"多半是“{column}”应为 {right:g}（现为 {now:g}）。"
    )
    en = (
        f" The row makes {by} {at_en}, and so does {column!r} against its stated total: "
        f"most likely {column!r} should be {right:g} (it is {now:g})."
    )
    return zh, en
