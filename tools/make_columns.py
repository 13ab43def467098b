"""Writes docs/columns.md, the page of all columns.

Run from the checkout: ``python tools/make_columns.py``.
"""

from __future__ import annotations

from pathlib import Path

from schoolmap.io.columns_page import columns_markdown

PAGE = Path(__file__).resolve().parent.parent / "docs" / "columns.md"


def main() -> None:
    """Write the page."""
    PAGE.write_text(columns_markdown(), encoding="utf-8", newline="\n")
    print(PAGE)


if __name__ == "__main__":
    main()
