"""Node as a second router that stays up: a model and places in, journeys out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.twin import Lines, running

from schoolmap.maps.graph_columns import graph_columns
from schoolmap.model.layout import LayoutModel
from schoolmap.model.scenario import Place

SERVER = Path(__file__).with_name("twin_server.mjs")
LONLAT = (111.5, 36.25)


class Twin:
    """The page's router in a process of its own."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines

    def ask(self, model: LayoutModel | None = None, **question: Any) -> dict[str, Any]:
        """The reply to one question, about the model last given."""
        if model is not None:
            question["graph"] = graph_data(model)
        return self._lines.ask(question)

    def added(self, model: LayoutModel, places: Sequence[Place]) -> list[dict[str, Any]]:
        """Schools at places of a model."""
        schools = [school_data(f"N{k}", place) for k, place in enumerate(places)]
        found: list[dict[str, Any]] = self.ask(model, schools=schools)["schools"]
        return found


@contextmanager
def twin() -> Iterator[Twin]:
    """A running twin."""
    with running(SERVER, "the page's router") as lines:
        yield Twin(lines)


def graph_data(model: LayoutModel) -> dict[str, Any]:
    """A model's roads as the page gets them, arrays as lists."""
    columns = graph_columns(model)
    arrays = {**columns.plain, **columns.alike}
    return {"data": columns.data, "arrays": {k: a.tolist() for k, a in arrays.items()}}


def school_data(school: str, place: Place) -> dict[str, Any]:
    """A school to be added, as the page asks for it."""
    where = {"xMm": place.x_mm, "yMm": place.y_mm} if place.edge < 0 else {}
    return {
        "id": school,
        "name": f"school {school}",
        "lonlat": list(LONLAT),
        "edge": place.edge,
        "offsetMm": place.offset_mm,
        **where,
    }
