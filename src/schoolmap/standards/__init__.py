"""Figures that somebody else decided: one table per jurisdiction and edition, every row cited."""

from schoolmap.standards.loading import (
    BASE_TABLES,
    load,
    load_table,
    override,
    table_names,
)

__all__ = ["BASE_TABLES", "load", "load_table", "override", "table_names"]
