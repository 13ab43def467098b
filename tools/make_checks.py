"""Writes docs/checks.md, the page of all checks.

Run from the checkout: ``python tools/make_checks.py``.
"""

from __future__ import annotations

from pathlib import Path

from schoolmap.io.checks_page import checks_markdown

PAGE = Path(__file__).resolve().parent.parent / "docs" / "checks.md"


def main() -> None:
    """Write the page."""
    PAGE.write_text(checks_markdown(), encoding="utf-8", newline="\n")
    print(PAGE)


if __name__ == "__main__":
    main()
