"""The two kernels side by side: many drawn cases, and the time of an evaluation in Node.

Prints cases by operation and every mismatch (exit code 1 if there is one), then the median time of
an evaluation of the simulated county: of today, and of a plan with one change.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random

import schoolmap
from schoolmap.kernel import scenario_document
from schoolmap.model.scenario import Close, Merge, Scenario

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.kernel.twin_cases import Trial, draw_case  # noqa: E402
from tests.kernel.twin_node import Twin, compared, twin  # noqa: E402

SHOWN = 5


def main() -> None:
    """Compare, then time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--repeats", type=int, default=100)
    options = parser.parse_args()
    with twin() as node:
        mismatches = compare(node, options.cases, options.seed)
        time_whole(node, options.repeats)
    sys.exit(1 if mismatches else 0)


def compare(node: Twin, cases: int, seed: int) -> int:
    """Print cases by operation and mismatches; return how many cases differ."""
    operations: Counter[str] = Counter()
    done = wrong = 0
    begin = time.perf_counter()
    while done < cases:
        case = draw_case(Random(f"{seed}:{done}"))  # noqa: S311
        for trial, python, found in compared(node, case):
            operations.update(kinds(trial))
            operations["(in conflict)"] += bool(python["conflicts"])
            if found:
                wrong += 1
                print(f"case {seed}:{done}: {len(found)} differences", *found[:SHOWN], sep="\n  ")
        if done // 1000 < (done + len(case.trials)) // 1000:
            print(f"{done} cases, {wrong} mismatches", file=sys.stderr)
        done += len(case.trials)
    print(f"{done} cases in {time.perf_counter() - begin:.0f} s, {wrong} mismatches; with")
    for kind, count in sorted(operations.items()):
        print(f"  {kind:<22} {count}")
    return wrong


def kinds(trial: Trial) -> set[str]:
    """Return what a case has in it."""
    found = {change.op for change in trial.scenario.changes} or {"(no change)"}
    found |= {"(tried rules)"} if trial.scenario.rules else set()
    return found | ({"(added school)"} if trial.added else set())


def time_whole(node: Twin, repeats: int) -> None:
    """Print the time of whole evaluations of the simulated county."""
    model = schoolmap.prepare(schoolmap.read_study(ROOT / "data" / "studies" / "yunling"))
    ids = model.sites.ids
    node.evaluate(Scenario("today"), model=model)
    for name, changes in (
        ("today", ()),
        ("one school closed", (Close(ids[5]),)),
        ("one merger", (Merge(ids[5], ids[6]),)),
        ("ten mergers", tuple(Merge(ids[k], ids[50 + k]) for k in range(10))),
    ):
        question = {"scenario": scenario_document(Scenario(name, changes)), "added": []}
        times = node.ask({**question, "repeats": repeats})
        print(f"{name}: {statistics.median(times):.1f} ms (first {times[0]:.1f})")


if __name__ == "__main__":
    main()
