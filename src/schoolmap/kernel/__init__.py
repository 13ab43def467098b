"""Numbers that a user compares between layouts: numpy only, the same to the last bit in the page.

Rules of this room (DESIGN §5): whole numbers in; only ``+ - * /``, comparison and ``sqrt``; float
sums in stated index order (`np.bincount`, `np.cumsum`), a square is ``d * d``; ties go to the lower
cost, then the lower index; nothing is NaN, undefined is None or -1.
"""

from schoolmap.kernel.access import e2sfca
from schoolmap.kernel.conflicts import conflicts
from schoolmap.kernel.document import evaluation_document, scenario_document
from schoolmap.kernel.evaluate import KERNEL_VERSION, TODAY, evaluate
from schoolmap.kernel.measures import (
    coefficient_of_variation,
    composite_cv,
    gini,
    schutz,
    theil,
)
from schoolmap.kernel.resources import split_stages

__all__ = [
    "KERNEL_VERSION",
    "TODAY",
    "coefficient_of_variation",
    "composite_cv",
    "conflicts",
    "e2sfca",
    "evaluate",
    "evaluation_document",
    "gini",
    "scenario_document",
    "schutz",
    "split_stages",
    "theil",
]
