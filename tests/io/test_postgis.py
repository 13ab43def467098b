"""Tables of a real PostgreSQL with PostGIS: a study read from it, results written to it."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pyogrio
import pytest
import shapely
from tests.postgis import PASSWORD, running_server

import schoolmap as sm
from schoolmap.cli.running import run
from schoolmap.errors import InputError, MachineError, UsageError
from schoolmap.io.postgis_writing import MARK, DatabaseTarget

psycopg = pytest.importorskip("psycopg")
sql = psycopg.sql

pytestmark = [pytest.mark.enable_socket, pytest.mark.xdist_group("postgis")]

STUDY = Path(__file__).parents[2] / "data" / "studies" / "zuomu"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with running_server() as url:
        yield url


@pytest.fixture
def base(server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Give a connection to an empty PostGIS database; the password is in the environment."""
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS schoolmap CASCADE")
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("DROP EXTENSION IF EXISTS postgis CASCADE")
        connection.execute("CREATE SCHEMA public")
        connection.execute("CREATE EXTENSION postgis")
        yield connection


def _store(base: Any, name: str, headers: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Make a table by hand, not with the project's own writer."""
    kinds = []
    for column in zip(*rows, strict=True):
        known = {type(cell) for cell in column if cell is not None}
        kinds.append("text" if str in known or not known else "numeric")
    columns = [
        sql.SQL("{} " + k).format(sql.Identifier(h)) for h, k in zip(headers, kinds, strict=True)
    ]
    base.execute(
        sql.SQL("CREATE TABLE {} ({})").format(sql.Identifier(name), sql.SQL(", ").join(columns))
    )
    marks = sql.SQL(", ").join([sql.Placeholder()] * len(headers))
    insert = sql.SQL("INSERT INTO {} VALUES ({})").format(sql.Identifier(name), marks)
    with base.cursor() as cursor:
        cursor.executemany(insert, [[None if c == "" else c for c in row] for row in rows])


def _load_zuomu(base: Any, *, reverse: bool = False) -> None:
    """Put the bundled study's tables into the database as an office's GIS holds them."""
    sheet = list(openpyxl.load_workbook(STUDY / "schools.xlsx")["学校"].iter_rows(values_only=True))
    with (STUDY / "villages.csv").open(encoding="utf-8-sig", newline="") as stream:
        villages = list(csv.reader(stream))
    step = -1 if reverse else 1
    _store(base, "学校", [str(h) for h in sheet[0]], sheet[1:][::step])
    _store(base, "villages", villages[0], villages[1:][::step])
    meta, _, wkb, fields = pyogrio.raw.read(STUDY / "roads.geojson")
    names = [str(name) for name in meta["fields"]]
    base.execute("CREATE TABLE roads (gid serial PRIMARY KEY, geom geometry(LineString, 4326))")
    for name in names:
        base.execute(sql.SQL("ALTER TABLE roads ADD COLUMN {} text").format(sql.Identifier(name)))
    columns = sql.SQL(", ").join(map(sql.Identifier, names))
    for at, shape in enumerate(wkb):
        values = [None if f[at] is None or f[at] != f[at] else str(f[at]) for f in fields]
        marks = sql.SQL(", ").join([sql.Placeholder()] * len(names))
        base.execute(
            sql.SQL("INSERT INTO roads (geom, {}) VALUES (ST_GeomFromWKB(%s, 4326), {})").format(
                columns, marks
            ),
            [bytes(shape), *values],
        )


def _study(folder: Path, url: str, *, schools: str = "学校") -> Path:
    """Write a study whose tables are in the database, but for the boundary."""
    text = (STUDY / "study.toml").read_text(encoding="utf-8")
    text = text.replace('file = "schools.xlsx"', f'file = "{url}"\ntable = "{schools}"')
    text = text.replace('sheet = "学校"', "")
    text = text.replace('file = "villages.csv"', f'file = "{url}"\ntable = "public.villages"')
    text = text.replace('file = "roads.geojson"', f'file = "{url}"\ntable = "roads"')
    boundary = STUDY.parents[1] / "boundaries" / "zuomu.geojson"
    text = text.replace("../../boundaries/zuomu.geojson", boundary.name)
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(boundary, folder)
    (folder / "study.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_study_in_the_database_gives_the_model_of_its_files(
    base: Any, server: str, tmp_path: Path
) -> None:
    _load_zuomu(base)
    study = sm.read_study(_study(tmp_path, server))
    assert not [p for p in study.problems if p.severity == "error"]
    assert sm.prepare(study).sha256 == sm.prepare(sm.read_study(STUDY)).sha256
    names = [item.file for item in study.inputs]
    address = server.replace("planner@", "")
    assert f"{address} 学校" in names
    assert not any("planner" in name for name in names)


def test_the_order_of_rows_on_disk_does_not_matter(base: Any, server: str, tmp_path: Path) -> None:
    _load_zuomu(base)
    one = sm.read_study(_study(tmp_path / "one", server))
    base.execute('DROP TABLE "学校", villages, roads')
    _load_zuomu(base, reverse=True)
    two = sm.read_study(_study(tmp_path / "two", server))
    assert sm.prepare(one).sha256 == sm.prepare(two).sha256
    digests = [{i.file: i.sha256 for i in s.inputs if "://" in i.file} for s in (one, two)]
    assert digests[0] == digests[1]


def test_a_changed_row_changes_the_fingerprint(base: Any, server: str, tmp_path: Path) -> None:
    _load_zuomu(base)
    folder = _study(tmp_path, server)
    before = {i.file: i.sha256 for i in sm.read_study(folder).inputs}
    base.execute(
        'UPDATE villages SET "一年级" = 7 + "一年级"::int'
        " WHERE ctid = (SELECT min(ctid) FROM villages)"
    )
    after = {i.file: i.sha256 for i in sm.read_study(folder).inputs}
    changed = [name for name in before if before[name] != after[name]]
    assert len(changed) == 1
    assert changed[0].endswith("public.villages")


def test_points_come_from_the_geometry_column_in_its_own_system(
    base: Any, server: str, tmp_path: Path
) -> None:
    """The same places as geometry in CGCS2000 3-degree zone 37 stand within a centimetre."""
    _load_zuomu(base)
    base.execute('ALTER TABLE "学校" ADD COLUMN geom geometry(Point, 4525)')
    base.execute(
        'UPDATE "学校" SET geom = ST_Transform(ST_SetSRID(ST_MakePoint('
        '"经度"::float8, "纬度"::float8), 4326), 4525)'
    )
    folder = _study(tmp_path, server)
    text = (folder / "study.toml").read_text(encoding="utf-8")
    declared = 'coordinates = "wgs84"                   # 学校'
    assert declared in text
    (folder / "study.toml").write_text(text.replace(declared, "# 学校"), encoding="utf-8")
    found, expected = sm.read_study(folder).schools, sm.read_study(STUDY).schools
    for axis in ("lon", "lat"):
        assert found.numbers(axis) == pytest.approx(expected.numbers(axis), abs=1e-7)


def _codes(folder: Path) -> dict[str, str]:
    with pytest.raises(InputError) as caught:
        sm.read_study(folder)
    return {p.code: p.message("zh") for p in caught.value.problems}


def test_a_table_that_is_not_there_is_named_with_those_that_are(
    base: Any, server: str, tmp_path: Path
) -> None:
    _load_zuomu(base)
    found = _codes(_study(tmp_path, server, schools="schule"))
    assert "public.villages" in found["table_missing"]


def test_a_hostile_table_name_is_a_name(base: Any, server: str, tmp_path: Path) -> None:
    _load_zuomu(base)
    found = _codes(_study(tmp_path, server, schools="villages; DROP TABLE villages; --"))
    assert "table_missing" in found
    assert base.execute("SELECT count(*) FROM villages").fetchone()[0] > 0


def test_a_source_without_a_table_or_of_another_database_is_refused(
    base: Any, server: str, tmp_path: Path
) -> None:
    _load_zuomu(base)
    folder = _study(tmp_path, server)
    text = (folder / "study.toml").read_text(encoding="utf-8")
    text = text.replace('table = "roads"', "")
    text = text.replace(f'file = "{server}"\ntable = "学校"', 'file = "mysql://host/gis"')
    (folder / "study.toml").write_text(text, encoding="utf-8")
    assert {"table_unnamed", "database_unknown"} <= set(_codes(folder))


def test_doubts_about_a_table_are_told(
    base: Any, server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two geometry columns; a view that cannot be computed; more rows than a county has."""
    _load_zuomu(base)
    base.execute("ALTER TABLE roads ADD COLUMN centre geometry(Point, 4326)")
    study = sm.read_study(_study(tmp_path / "one", server))
    chosen = [p for p in study.problems if p.code == "table_geometry_chosen"]
    assert "geom" in chosen[0].zh
    assert "centre" in chosen[0].zh
    base.execute("CREATE VIEW broken AS SELECT 1 / (random() * 0)::int AS school_id")
    assert "zero" in _codes(_study(tmp_path / "two", server, schools="broken"))["table_refused"]
    monkeypatch.setattr("schoolmap.io.postgis._MOST_ROWS", 2)
    assert "table_huge" in _codes(_study(tmp_path / "one", server))


def test_a_password_in_the_file_is_doubted_and_never_shown(
    base: Any, server: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _load_zuomu(base)
    url = server.replace("planner@", "planner:geheim-%E7%A7%98@")
    folder = _study(tmp_path / "study", url)
    assert "password_in_file" in {p.code for p in sm.read_study(folder).problems}
    assert run(["run", str(folder), "--out", str(tmp_path / "out"), "--quiet"]) == 0
    assert "geheim" not in capsys.readouterr().out
    for path in (tmp_path / "out").iterdir():
        assert b"geheim" not in path.read_bytes(), path.name


def test_a_server_that_refuses_is_the_machines_fault(
    base: Any, server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _load_zuomu(base)
    folder = _study(tmp_path, server)
    monkeypatch.setenv("PGPASSWORD", "wrong")
    with pytest.raises(MachineError, match="PGPASSWORD"):
        sm.read_study(folder)
    assert run(["check", str(folder)]) == 3


def _counts(base: Any, schema: str = "schoolmap") -> dict[str, int]:
    names = base.execute(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = %s", (schema,)
    ).fetchall()
    return {
        name: base.execute(
            sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, name))
        ).fetchone()[0]
        for (name,) in names
    }


def _csv_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_results_in_the_schema_are_those_of_the_files(
    base: Any, server: str, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert run(["run", str(STUDY), "--out", str(out), "--quiet", "--postgis", server]) == 0
    counts = _counts(base)
    for name in ("assignment", "villages", "schools", "findings", "problems"):
        assert counts[name] == len(_csv_rows(out / f"{name}.csv")), name
    pupils = base.execute("SELECT sum(pupils) FROM schoolmap.assignment").fetchone()[0]
    assert pupils == sum(int(row["pupils"]) for row in _csv_rows(out / "assignment.csv"))
    document = json.loads((out / "indicators.json").read_text(encoding="utf-8"))
    mean = base.execute(
        "SELECT value FROM schoolmap.indicators WHERE indicator = 'mean_length_m'"
        " AND group_kind = ''"
    ).fetchone()[0]
    assert mean == document["indicators"]["mean_length_m"]["value"]
    shapes = base.execute(
        "SELECT count(*), bool_and(ST_IsValid(geom)), min(ST_SRID(geom)) FROM schoolmap.catchments"
        " WHERE geom IS NOT NULL"
    ).fetchone()
    assert shapes[1:] == (True, 4326)
    wkb = base.execute(
        "SELECT ST_AsBinary(geom) FROM schoolmap.schools ORDER BY school_id"
    ).fetchall()
    expected = sorted((r["school_id"], float(r["lon"])) for r in _csv_rows(out / "schools.csv"))
    assert [shapely.from_wkb(bytes(b)).x for (b,) in wkb] == pytest.approx([x for _, x in expected])


def _publish(server: str, out: Path, schema: str = "schoolmap") -> None:
    study = sm.read_study(STUDY)
    model = sm.prepare(study)
    sm.publish(study, model, [sm.assess(model)], out, database=DatabaseTarget(server, schema))


def test_a_second_run_fills_the_tables_anew_and_keeps_views(
    base: Any, server: str, tmp_path: Path
) -> None:
    _publish(server, tmp_path)
    first = _counts(base)
    base.execute("CREATE VIEW public.far AS SELECT * FROM schoolmap.villages WHERE snap_m > 1000")
    _publish(server, tmp_path)
    assert _counts(base) == first
    assert base.execute("SELECT count(*) FROM public.far").fetchone() is not None


def test_a_table_that_no_run_made_is_never_touched(base: Any, server: str, tmp_path: Path) -> None:
    base.execute("CREATE SCHEMA gis")
    base.execute("CREATE TABLE gis.schools AS SELECT 7 AS mine")
    with pytest.raises(UsageError, match="schools"):
        _publish(server, tmp_path / "out", "gis")
    assert _counts(base, "gis") == {"schools": 1}
    assert not list((tmp_path / "out").glob("*"))
    base.execute("DROP SCHEMA gis CASCADE")


def test_columns_that_change_under_a_view_are_told(base: Any, server: str, tmp_path: Path) -> None:
    base.execute("CREATE SCHEMA schoolmap")
    base.execute("CREATE TABLE schoolmap.villages (older int)")
    base.execute(sql.SQL("COMMENT ON TABLE schoolmap.villages IS {}").format(sql.Literal(MARK)))
    base.execute("CREATE VIEW public.mine AS SELECT * FROM schoolmap.villages")
    with pytest.raises(UsageError, match="mine"):
        _publish(server, tmp_path / "out")
    assert _counts(base) == {"villages": 0}
    assert not list((tmp_path / "out").glob("*"))


def test_a_run_that_fails_in_the_database_leaves_everything_as_it_was(
    base: Any, server: str, tmp_path: Path
) -> None:
    """The last table refuses its row: neither earlier tables nor files change."""
    out = tmp_path / "out"
    _publish(server, out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    base.execute(
        "DELETE FROM schoolmap.villages"
        " WHERE village_id = (SELECT min(village_id) FROM schoolmap.villages)"
    )
    base.execute("ALTER TABLE schoolmap.run ADD CHECK (study = 'nobody') NOT VALID")
    counts = _counts(base)
    with pytest.raises(MachineError, match="unchanged"):
        _publish(server, out)
    assert _counts(base) == counts
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_a_database_without_postgis_is_told(base: Any, server: str, tmp_path: Path) -> None:
    base.execute("DROP EXTENSION postgis CASCADE")
    with pytest.raises(MachineError, match="CREATE EXTENSION"):
        _publish(server, tmp_path / "out")
    assert not list((tmp_path / "out").glob("*"))


def test_usage(tmp_path: Path) -> None:
    arguments = ["run", str(STUDY), "--out", str(tmp_path), "--postgis", "sqlite:///x"]
    assert run(arguments) == 2
