"""Node as a second router that stays up: a model and places in, journeys out."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pytest

from schoolmap.maps.graph_columns import graph_columns
from schoolmap.model.added import AddedSite
from schoolmap.model.layout import LayoutModel
from schoolmap.model.scenario import Place

SERVER = Path(__file__).with_name("twin_server.mjs")
LONLAT = (111.5, 36.25)


class Twin:
    """The page's router in a process of its own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._stdin: IO[str] = process.stdin  # type: ignore[assignment]
        self._stdout: IO[str] = process.stdout  # type: ignore[assignment]

    def ask(self, model: LayoutModel | None = None, **question: Any) -> dict[str, Any]:
        """The reply to one question, about the model last given."""
        if model is not None:
            question["graph"] = graph_data(model)
        self._stdin.write(json.dumps(question, allow_nan=False) + "\n")
        self._stdin.flush()
        line = self._stdout.readline()
        assert line, "node has ended"
        reply: dict[str, Any] = json.loads(line)
        assert "error" not in reply, reply["error"]
        return reply

    def added(self, model: LayoutModel, places: Sequence[Place]) -> list[dict[str, Any]]:
        """Schools at places of a model."""
        schools = [school_data(f"N{k}", place) for k, place in enumerate(places)]
        found: list[dict[str, Any]] = self.ask(model, schools=schools)["schools"]
        return found


@contextmanager
def twin() -> Iterator[Twin]:
    """A running twin; the test is skipped where there is no Node, but not on CI."""
    node = shutil.which("node")
    if node is None:
        if os.environ.get("CI"):
            pytest.fail("no node: the page's router cannot be compared")
        pytest.skip("no node to run the page's router")
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [node, str(SERVER)], stdin=pipe, stdout=pipe, text=True, encoding="utf-8"
    ) as process:
        try:
            yield Twin(process)
        finally:
            if process.stdin:
                process.stdin.close()
            process.wait(timeout=30)


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


def added_data(site: AddedSite) -> dict[str, Any]:
    """An added site as the page holds it."""
    return {
        "id": site.id,
        "name": site.name,
        "lonlat": list(site.lonlat),
        "edge": site.edge,
        "offsetMm": site.offset_mm,
        "component": site.component,
        "village": site.village.tolist(),
        "lengthM": site.length_m.tolist(),
        "walkRefS": site.walk_ref_s.tolist(),
        "rideS": site.ride_s.tolist(),
        "rideLengthM": site.ride_length_m.tolist(),
        "site": site.site.tolist(),
        "siteWalkRefS": site.site_walk_ref_s.tolist(),
    }
