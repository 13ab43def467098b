"""Whether the figures of a county can be told by group at all."""

from __future__ import annotations

from collections.abc import Mapping

from schoolmap.model.evaluation import Figure

NOT_GIVEN = ""
"""Group of the villages that name none."""
LEFT_OUT: Mapping[str, tuple[str, str]] = {
    "township": (
        "“乡镇”大多没有填，分乡镇统计不能用",
        "Townships are mostly not filled in: figures by township are left out",
    ),
    "area": (
        "“城乡类型”大多没有填，分城乡统计不能用",
        "Area classes are mostly not filled in: figures by area class are left out",
    ),
}
"""What is said instead of a table whose groups are mostly not given."""


def mostly_blank(cut: Mapping[str, Mapping[str, Figure]]) -> bool:
    """Return whether more than half of the pupils are in no group.

    The few groups that are named would look like whole townships, which they are not.

    Parameters
    ----------
    cut
        Group → id → figure, as `Evaluation.by_township`.
    """
    pupils = {group: figures["pupils"].value or 0 for group, figures in cut.items()}
    return 2 * pupils.get(NOT_GIVEN, 0) > sum(pupils.values())
