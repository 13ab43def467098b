"""Write the two bundled studies: ``python tools/make_studies.py [zuomu|yunling]``.

Both are simulated; the same code gives the same bytes. Without an argument both are written.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tools.simulation import yunling, zuomu  # noqa: E402 - the path is set above

STUDIES = {"zuomu": zuomu.write, "yunling": yunling.write}


def main(arguments: list[str] | None = None) -> int:
    """Write the studies that are asked for below ``data/`` (or ``--out``)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("study", nargs="?", choices=sorted(STUDIES))
    parser.add_argument("--out", type=Path, default=ROOT / "data")
    chosen = parser.parse_args(arguments)
    for name in [chosen.study] if chosen.study else sorted(STUDIES):
        STUDIES[name](chosen.out)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
