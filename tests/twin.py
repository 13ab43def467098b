"""Node as a process that stays up and answers a line of JSON with a line of JSON."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pytest

from schoolmap.model.added import AddedSite


class Lines:
    """Questions to a running process and its replies."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._stdin: IO[str] = process.stdin  # type: ignore[assignment]
        self._stdout: IO[str] = process.stdout  # type: ignore[assignment]

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        """The reply to one question."""
        self._stdin.write(json.dumps(question, allow_nan=False) + "\n")
        self._stdin.flush()
        line = self._stdout.readline()
        assert line, "node has ended"
        reply: dict[str, Any] = json.loads(line)
        assert "error" not in reply, reply["error"]
        return reply


@contextmanager
def running(server: Path, twin_of: str) -> Iterator[Lines]:
    """A running module; the test is skipped where there is no Node, but not on CI."""
    node = shutil.which("node")
    if node is None:
        if os.environ.get("CI"):
            pytest.fail(f"no node: {twin_of} cannot be compared")
        pytest.skip(f"no node to run {twin_of}")
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [node, str(server)], stdin=pipe, stdout=pipe, text=True, encoding="utf-8"
    ) as process:
        try:
            yield Lines(process)
        finally:
            if process.stdin:
                process.stdin.close()
            process.wait(timeout=30)


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
