"""Writes docs/scenario.schema.json, the scenario format as JSON Schema.

Run from the checkout: ``python tools/make_schema.py``.
"""

from __future__ import annotations

import json
from pathlib import Path

from schoolmap.io.scenario_schema import scenario_schema

SCHEMA = Path(__file__).resolve().parent.parent / "docs" / "scenario.schema.json"


def schema_text() -> str:
    """Return the schema as the text of its file."""
    return json.dumps(scenario_schema(), ensure_ascii=False, indent=2) + "\n"


def main() -> None:
    """Write the file."""
    SCHEMA.write_text(schema_text(), encoding="utf-8", newline="\n")
    print(SCHEMA)


if __name__ == "__main__":
    main()
