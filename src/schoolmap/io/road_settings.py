"""Settings of ``[roads]`` for files whose columns are their own: OpenStreetMap and GraphML."""

from __future__ import annotations

from schoolmap.io.files import Source
from schoolmap.io.ledger import Ledger
from schoolmap.io.measures import plain

_NEVER_USED = ("sheet", "layer", "table", "encoding", "columns")


def class_translations(source: Source) -> dict[str, str]:
    """Return ``values.highway`` of study.toml: classes to read as others, lower case."""
    words = source.settings.values.get("highway", {})
    return {plain(key).lower(): plain(value).lower() for key, value in words.items()}


def report_unused(source: Source, ledger: Ledger, *, code: str) -> None:
    """Report, as `code`, settings that such a file has no use for: all but ``values.highway``."""
    names = [name for name in _NEVER_USED if getattr(source.settings, name)]
    names += [f"values.{name}" for name in source.settings.values if name != "highway"]
    if names:
        ledger.add(code, file="study.toml", column=source.section, names=", ".join(names))
