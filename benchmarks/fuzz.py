"""Damages a small study in every way that we could think of, and looks how it is taken.

Whatever is damaged, reading, preparing and evaluating must end in a result or in an `InputError`
that says in both languages what is wrong; every row of a table is used or set aside. A failure
prints its seed and leaves the damaged study in a folder; ``--replay SEED`` runs it again.
"""

from __future__ import annotations

import argparse
import functools
import json
import re
import shutil
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.fuzz_damage import (  # noqa: E402
    damage_bytes,
    damage_cells,
    damage_encoding,
    damage_header,
    damage_shapes,
)
from benchmarks.fuzz_files import (  # noqa: E402
    SHAPE_KINDS,
    TABLE_KINDS,
    Base,
    Grid,
    base,
    layer_bytes,
    table_bytes,
)
from benchmarks.fuzz_settings import damage_scenario, damage_toml  # noqa: E402

SLOW_S = 10.0
"""A small study takes milliseconds; longer than this, something has run away."""
PLAN = "plan"
WAYS = (
    *("bytes",) * 4, *("cells",) * 6, *("header",) * 3, *("shapes",) * 4, "encoding", *("toml",) * 3,  # noqa: E501
    *("scenario",) * 3, *("hearing",) * 2,
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A damaged study.

    Attributes
    ----------
    seed
        It is drawn from this alone.
    what
        What was damaged, how, and in which format.
    files
        The files of its folder.
    rows
        Rows of data by table, counted without our readers; only where cells were damaged.
    """

    seed: int
    what: str
    files: dict[str, bytes]
    rows: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """How a case ended: ``done``, ``refused``, or what went wrong."""

    end: str
    detail: str = ""

    @property
    def failed(self) -> bool:
        """Whether it is neither a result nor a refusal with reasons."""
        return self.end not in ("done", "refused")


# --- drawing cases


@functools.cache
def undamaged() -> Base:
    """Return the study that everything is drawn from."""
    return base()


@functools.cache
def _table_file(table: str, kind: str) -> bytes:
    return table_bytes(undamaged().tables[table], kind, table)


@functools.cache
def _layer_files(layer: str, kind: str) -> dict[str, bytes]:
    return layer_bytes(undamaged().shapes[layer], kind, layer)


def draw(seed: int) -> Case:
    """Return the case of a seed."""
    rng = Random(seed)  # noqa: S311 (drawing cases, not secrets)
    kinds = {
        "schools": rng.choice(TABLE_KINDS),
        "villages": rng.choice(TABLE_KINDS),
        "roads": rng.choice(SHAPE_KINDS),
        "boundary": rng.choice(SHAPE_KINDS[:3]),
    }
    files = {
        "study.toml": _settings(kinds).encode("utf-8"),
        "plan.json": json.dumps(undamaged().scenario).encode("utf-8"),
        "hearing.toml": undamaged().hearing.encode("utf-8"),
    }
    for table in ("schools", "villages"):
        files[f"{table}.{kinds[table]}"] = _table_file(table, kinds[table])
    for layer in ("roads", "boundary"):
        parts = _layer_files(layer, kinds[layer])
        files.update({f"{layer}.{ending}": raw for ending, raw in parts.items()})
    way = rng.choice(WAYS)
    what, rows = _damage(way, files, kinds, rng)
    return Case(seed, f"{way}: {what}", files, rows)


def _settings(kinds: dict[str, str]) -> str:
    def renamed(match: re.Match[str]) -> str:
        section = match[1]
        return f'[{section}]\nfile = "{section}.{kinds[section]}"'

    text = re.sub(r'\[(\w+)\]\nfile = "[^"]*"', renamed, undamaged().settings)
    return text.replace('sheet = "学校"', 'sheet = "schools"')


def _damage(
    way: str, files: dict[str, bytes], kinds: dict[str, str], rng: Random
) -> tuple[str, dict[str, int]]:
    """Damage one of the files in place; return what was done, and rows that are known."""
    study = undamaged()
    if way in ("cells", "header"):
        table = rng.choice(("schools", "villages"))
        name = f"{table}.{kinds[table]}"
        grid = (damage_cells if way == "cells" else damage_header)(study.tables[table], rng)
        files[name] = table_bytes(grid, kinds[table], table)
        return name, {table: _rows(grid, kinds[table])} if way == "cells" else {}
    if way == "shapes":
        layer = rng.choice(("roads", "roads", "boundary"))
        made = layer_bytes(damage_shapes(study.shapes[layer], rng), kinds[layer], layer)
        files.update({f"{layer}.{ending}": raw for ending, raw in made.items()})
        return f"{layer}.{kinds[layer]}", {}
    if way in ("toml", "hearing"):
        name = "study.toml" if way == "toml" else "hearing.toml"
        text = damage_toml(files[name].decode("utf-8"), rng)
        raw = text.encode("utf-8", errors="replace")
        files[name] = damage_bytes(raw, rng) if rng.random() < 0.1 else raw
        return name, {}
    if way == "scenario":
        files["plan.json"] = damage_scenario(study.scenario, rng)
        return "plan.json", {}
    names = sorted(files)
    if way == "encoding":
        texts = (".csv", ".tsv", ".toml", ".json", ".geojson")
        names = [name for name in names if name.endswith(texts)]
    name = rng.choice(names)
    files[name] = (damage_encoding if way == "encoding" else damage_bytes)(files[name], rng)
    return name, {}


def _rows(grid: Grid, kind: str) -> int:
    """Return how many rows of data a table holds: a sheet's blank lines are none."""
    if kind in ("gpkg", "parquet"):
        return len(grid) - 1
    return sum(
        any(cell is not None and _written(cell, kind).strip() != "" for cell in row)
        for row in grid[1:]
    )


def _written(cell: object, kind: str) -> str:
    """Return a cell as its file has it: XML takes no control characters, formulas no value."""
    if kind != "xlsx":
        return str(cell)
    text = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe]", "", str(cell))
    return "" if text.startswith("=") else text


# --- judging them


def lay_out(case: Case, folder: Path) -> None:
    """Write a case's files into a folder, and nothing else."""
    for path in folder.iterdir():
        if path.is_file() and path.name not in case.files:
            path.unlink()
    for name, raw in case.files.items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != raw:
            path.write_bytes(raw)


def judge(case: Case, folder: Path) -> Outcome:
    """Return how a case ends that lies in a folder."""
    from schoolmap.errors import InputError, UsageError

    started = time.perf_counter()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            detail = _taken(case, folder)
        outcome = Outcome("done") if not detail else Outcome("wrong", detail)
    except InputError as error:
        outcome = _refused(error.problems)
    except UsageError as error:
        # a plan that does not fit the study, or figures that do not
        outcome = Outcome("refused") if error.zh and error.en else Outcome("no words")
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        at = traceback.extract_tb(error.__traceback__)
        ours = [f"{Path(f.filename).name}:{f.lineno}" for f in at if "schoolmap" in f.filename]
        said = f"{type(error).__name__} at {ours[-1] if ours else '?'}: {str(error)[:160]}"
        outcome = Outcome("crash", said)
    took = time.perf_counter() - started
    if took > SLOW_S and not outcome.failed:
        return Outcome("slow", f"{took:.0f} s")
    return outcome


def _refused(problems: object) -> Outcome:
    from schoolmap.errors import Problem

    found = [p for p in problems if isinstance(p, Problem)] if isinstance(problems, tuple) else []
    if not any(p.severity == "error" for p in found):
        return Outcome("wrong", "refused without an error")
    for p in found:
        repair = p.repair_zh and p.repair_en
        if not (p.zh and p.en and (repair or p.severity != "error")):
            return Outcome("no words", p.code)
        if len(p.zh) > 2000 or len(p.en) > 2000:
            return Outcome("too many words", p.code)
    return Outcome("refused")


def _taken(case: Case, folder: Path) -> str:
    """Read, prepare and evaluate; return what does not add up."""
    import numpy as np

    import schoolmap as sm
    from schoolmap.io.hearing_checks import read_hearings
    from schoolmap.io.scenarios import read_scenario, scenario_text

    study = sm.read_study(folder)
    wrong = _unaccounted(case, study)
    model = sm.prepare(study)
    now = sm.assess(model)
    grades = np.column_stack([study.villages.numbers(f"g{g}") for g in range(1, 10)])
    if int(model.villages.pupils.sum()) != int(grades.astype(np.int64).sum()):
        return "pupils of the model are not those of the table"
    values = {name: i.value for name, i in now.indicators.items()}
    json.dumps(values, allow_nan=False)
    if case.what.startswith(("scenario", "bytes: plan", "hearing", "bytes: hearing")):
        plan = read_scenario(folder / "plan.json")
        scenario_text(plan).encode("utf-8")
        after = sm.assess(model, plan)
        json.dumps({name: i.value for name, i in after.indicators.items()}, allow_nan=False)
        read_hearings([folder / "hearing.toml"], [(PLAN, plan.name)])
    return wrong


def _unaccounted(case: Case, study: object) -> str:
    from schoolmap.model.study import Study

    assert isinstance(study, Study)
    for table in (study.schools, study.villages):
        if table.name not in case.rows:
            continue
        aside = {
            p.row
            for p in study.problems
            if p.file == table.file and p.action == "row_set_aside" and p.row is not None
        }
        used = {int(row) for row in table.rows}
        if used & aside:
            return f"{table.name}: rows both used and set aside: {sorted(used & aside)[:5]}"
        if len(used) + len(aside) != case.rows[table.name]:
            return (
                f"{table.name}: {case.rows[table.name]} rows in, "
                f"{len(used)} used, {len(aside)} set aside"
            )
    return ""


@contextmanager
def remembered_standards() -> Iterator[None]:
    """Parse each standards table once: nobody damages those, and they take most of the time."""
    from schoolmap.standards import loading

    original = loading.load_table
    loading.load_table = functools.cache(original)  # type: ignore[assignment]
    try:
        yield
    finally:
        loading.load_table = original


# --- running


def main() -> None:
    """Draw, judge, report; exit 1 where a case failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1, help="of the first case")
    parser.add_argument("--replay", type=int, help="run one case again, and show where it fails")
    parser.add_argument("--keep", type=Path, default=Path("fuzz-failures"))
    parser.add_argument("--commands", action="store_true", help="as whole commands (slow)")
    options = parser.parse_args()
    if options.replay is not None:
        _replay(options.replay, options.keep)
        return
    sys.exit(1 if run(options.seed, options.cases, options.keep, options.commands) else 0)


def run(seed: int, cases: int, keep: Path, commands: bool) -> int:  # noqa: FBT001
    """Run cases one after another; return how many failed."""
    if commands:
        from benchmarks.fuzz_commands import judge_command as judged
    else:
        judged = judge
    ends: Counter[str] = Counter()
    by_way: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    started = time.perf_counter()
    root = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
    with tempfile.TemporaryDirectory(dir=root) as place, remembered_standards():
        folder = Path(place)
        for each in range(seed, seed + cases):
            case = draw(each)
            lay_out(case, folder)
            outcome = judged(case, folder)
            ends[outcome.end] += 1
            by_way[f"{case.what.partition(':')[0]} {outcome.end}"] += 1
            if outcome.failed:
                kind = f"{outcome.end} {outcome.detail.partition(':')[0]}"
                seen[kind] += 1
                if seen[kind] == 1:
                    print(f"seed {each} [{case.what}] {outcome.end}: {outcome.detail}", flush=True)
                    shutil.copytree(folder, keep / str(each), dirs_exist_ok=True)
    took = time.perf_counter() - started
    print(f"{cases} cases in {took:.0f} s ({cases / took:.0f} a second): {dict(ends)}")
    for way, count in sorted(by_way.items()):
        print(f"  {way}: {count}")
    for kind, count in seen.most_common():
        print(f"  FAILED {count} x {kind}")
    return seen.total()


def _replay(seed: int, keep: Path) -> None:
    case, folder = draw(seed), keep / str(seed)
    folder.mkdir(parents=True, exist_ok=True)
    lay_out(case, folder)
    print(f"seed {seed} [{case.what}] in {folder}")
    outcome = judge(case, folder)
    print(f"{outcome.end}: {outcome.detail}")
    if outcome.end == "crash":
        warnings.simplefilter("error")
        _taken(case, folder)


if __name__ == "__main__":
    main()
