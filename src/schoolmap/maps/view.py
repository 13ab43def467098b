"""The view model: everything the page holds, as plain data. No markup, no words of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from schoolmap.errors import Language
from schoolmap.kernel import scenario_document
from schoolmap.maps.columns import model_columns
from schoolmap.maps.encode import Packed, pack
from schoolmap.maps.graph_columns import graph_columns
from schoolmap.maps.head import page_head, shape_arrays, townships
from schoolmap.maps.shapes import outline_arrays
from schoolmap.maps.tables import school_arrays, school_texts, village_arrays, village_texts
from schoolmap.model.layout import LayoutModel
from schoolmap.model.scenario import Scenario
from schoolmap.standards.overriding import plausible_ranges

if TYPE_CHECKING:
    from schoolmap.geography.cells import Shapes

FORMAT_VERSION = 2


@dataclass(frozen=True)
class MapView:
    """What a page holds.

    Attributes
    ----------
    title
        Study's name.
    language
        Language that the page starts in.
    data
        Names, rules, plans, and the texts and amounts of the model: plain JSON data.
    arrays
        Whole-number arrays: places, pupils, journeys, road graph, cells, outlines.
    entry
        Module that starts the page.
    """

    title: str
    language: Language
    data: Mapping[str, object]
    arrays: Packed
    entry: str = "#maps/page"


def build_view(
    model: LayoutModel,
    shapes: Shapes,
    *,
    scenarios: Sequence[Scenario] = (),
    language: Language | None = None,
    simulated: bool | None = None,
    public: bool = False,
    aside: tuple[str, str] | None = None,
) -> MapView:
    """Return the view of a county: all that the page needs to evaluate layouts itself.

    Parameters
    ----------
    model
        County as the kernel sees it.
    shapes
        Outlines and village cells, in the CRS of the model's coordinates.
    scenarios
        Plans that the page opens with; new schools should say exactly where they stand.
    language
        Language that the page starts in; the study's unless given.
    simulated
        Whether the page says that its data are made up; None: where the study's name says so.
    public
        Instead, what the public may see: layouts that Python evaluated, nothing to evaluate
        others with, and no small count of pupils.
    aside
        What the page says of villages that are not counted, Chinese and English; None: nothing.
        The public is not told: few pupils stand in them, as a rule.

    Raises
    ------
    ValueError
        If cells and villages differ in number.
    """
    start: Language = language or ("en" if model.language == "en" else "zh")
    if public:
        from schoolmap.maps.public import public_content

        data, arrays = public_content(model, shapes, scenarios, simulated=simulated)
        return MapView(model.name, start, data, arrays, entry="#maps/public-page")
    outline = outline_arrays(shapes)
    columns, graph = model_columns(model), graph_columns(model)
    data = {
        "format": "schoolmap-view",
        "version": FORMAT_VERSION,
        **page_head(model, shapes, outline, simulated=simulated, aside=aside),
        "villages": village_texts(model),
        "schools": school_texts(model),
        "model": columns.data,
        "graph": graph.data,
        "plans": [scenario_document(s) for s in scenarios],
        "rule_ranges": {k: list(r) for k, r in plausible_ranges().items()},
    }
    places = townships(model, shapes)
    plain_v, alike_v = village_arrays(model, places)
    plain_s, alike_s = school_arrays(model, places)
    plain, alike = shape_arrays(model, shapes, outline)
    arrays = pack(
        {**columns.plain, **graph.plain, **plain_v, **plain_s, **plain},
        {**columns.alike, **graph.alike, **alike_v, **alike_s, **alike},
    )
    return MapView(model.name, start, data, arrays)
