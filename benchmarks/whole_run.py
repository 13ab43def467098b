"""`schoolmap run` on the simulated county, as a whole process: first run and warm."""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

STUDY = Path(__file__).resolve().parents[1] / "data" / "studies" / "yunling"


def run(out: Path, cache: Path) -> tuple[float, float]:
    """Return wall seconds and peak megabytes of one run with its own numba cache."""
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(cache)}
    command = [sys.executable, "-m", "schoolmap", "run", str(STUDY), "--out", str(out), "--quiet"]
    start = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"the run failed with status {status}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def main() -> None:
    """Print seconds and memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=3)
    repeats = parser.parse_args().repeats
    folder = Path(tempfile.mkdtemp(prefix="schoolmap-bench-"))
    try:
        first, _ = run(folder / "out", folder / "numba")
        warm = [run(folder / "out", folder / "numba") for _ in range(repeats)]
        sizes = {p.name: p.stat().st_size / 1e6 for p in sorted((folder / "out").iterdir())}
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    seconds = statistics.median(s for s, _ in warm)
    peak = statistics.median(m for _, m in warm)
    print(f"first run, nothing compiled: {first:.1f} s")
    print(f"warm, median of {repeats}:        {seconds:.1f} s, peak memory {peak:.0f} MB")
    print("  " + "  ".join(f"{name} {size:.2f} MB" for name, size in sizes.items()))


if __name__ == "__main__":
    main()
