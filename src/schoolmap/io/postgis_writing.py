"""Results as tables of a PostGIS schema: all of them, or none.

The five layers of study.gpkg and the tables of a run, in WGS-84. A table that an earlier run made
is filled anew, so that views upon it and what was granted stay; a table that somebody else made is
never touched.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, LiteralString

import numpy as np
import shapely

from schoolmap.errors import MachineError, UsageError
from schoolmap.geography.cells import Shapes
from schoolmap.io.geopackage import Layer, study_layers
from schoolmap.io.writing import (
    Cell,
    Rows,
    assignment_rows,
    finding_rows,
    problem_rows,
)
from schoolmap.model.evaluation import Evaluation, Figure
from schoolmap.model.layout import LayoutModel
from schoolmap.model.study import Study

if TYPE_CHECKING:
    from psycopg import Connection, Cursor
    from psycopg.sql import Composed

SRID = 4326
MARK = "schoolmap"
"""Comment of every table that a run makes: the sign that the next run may fill it anew."""


@dataclass(frozen=True)
class DatabaseTarget:
    """Where results go: ``postgresql://user@host/database`` and a schema of it."""

    url: str
    schema: str = "schoolmap"


@dataclass(frozen=True)
class _Sheet:
    """A table to be written: columns with their types, and rows; the geometry comes last."""

    name: str
    columns: tuple[tuple[str, str], ...]
    rows: Sequence[Sequence[Cell]]


def write_results(
    connection: Connection[Any],
    schema: str,
    study: Study,
    model: LayoutModel,
    evaluation: Evaluation,
    shapes: Shapes,
) -> tuple[str, ...]:
    """Write the results of a run to a schema, within the connection's transaction.

    Parameters
    ----------
    connection
        As `schoolmap.io.postgis.connected` gives it; nothing is seen by others before it commits.
    schema
        Made where it does not exist.
    study, model, evaluation
        A study, its model, and the model evaluated as it stands today.
    shapes
        Cells of the model's villages.

    Returns
    -------
    tuple[str, ...]
        The tables written.

    Raises
    ------
    UsageError
        If a table of that name is there which no run made, or which others depend on and whose
        columns would change.
    MachineError
        If the database has no PostGIS, or it refuses what is written.
    """
    import psycopg

    sheets = _sheets(study, model, evaluation, shapes)
    try:
        with connection.cursor() as cursor:
            _require_postgis(cursor)
            cursor.execute(_sql("CREATE SCHEMA IF NOT EXISTS {}", schema))
            _refuse_foreign(cursor, schema, [sheet.name for sheet in sheets])
            for sheet in sheets:
                _make(cursor, schema, sheet)
                _fill(cursor, schema, sheet)
    except psycopg.errors.InsufficientPrivilege as error:
        raise MachineError(
            zh=f"数据库用户无权写入模式 {schema}：请管理员授权（GRANT CREATE），"
            "或换一个 --schema。",
            en=f"The database user may not write to the schema {schema}: have it granted (GRANT "
            "CREATE), or choose another --schema.",
        ) from error
    except psycopg.errors.DependentObjectsStillExist as error:
        raise UsageError(
            zh=f"模式 {schema} 中的结果表列已变化，但仍有视图等依赖它："
            f"{error.diag.message_detail}。请先删去该视图，或换一个 --schema。",
            en=f"The columns of a result table in {schema} change, and others depend on it: "
            f"{error.diag.message_detail}. Drop those first, or choose another --schema.",
        ) from error
    except psycopg.OperationalError:
        raise
    except psycopg.Error as error:
        reason = " ".join(str(error).split())
        raise MachineError(
            zh=f"无法写入模式 {schema}：{reason}。数据库和文件夹中原有的结果未改动。",
            en=f"Cannot write to the schema {schema}: {reason}. Earlier results in the database "
            "and in the folder are unchanged.",
        ) from error
    return tuple(sheet.name for sheet in sheets)


def _sheets(
    study: Study, model: LayoutModel, evaluation: Evaluation, shapes: Shapes
) -> list[_Sheet]:
    language = study.settings.study.language
    tables = {
        "assignment": assignment_rows(model, evaluation),
        "indicators": _indicator_rows(evaluation),
        "findings": finding_rows(model, evaluation, language=language),
        "problems": problem_rows(study.problems, language=language),
        "run": _run_rows(model, evaluation),
    }
    layers = study_layers(study, model, evaluation, shapes)
    return [
        *(_layer_sheet(layer) for layer in layers),
        *(_rows_sheet(name, rows) for name, rows in tables.items()),
    ]


def _layer_sheet(layer: Layer) -> _Sheet:
    shapes = shapely.set_srid(np.array(layer.shapes, dtype=object), SRID)
    fields = {name: list(cells) for name, cells in layer.fields.items()}
    columns = tuple((name, _type(cells)) for name, cells in fields.items())
    geometry = ("geom", f"geometry({layer.geometry_type}, {SRID})")
    blobs = shapely.to_wkb(shapes, hex=True, include_srid=True).tolist() if len(shapes) else []
    rows = list(zip(*fields.values(), blobs, strict=True))
    return _Sheet(layer.name, (*columns, geometry), rows)


def _rows_sheet(name: str, rows: Rows) -> _Sheet:
    cells = list(zip(*rows.cells, strict=True)) or [()] * len(rows.headers)
    columns = tuple((h, _type(column)) for h, column in zip(rows.headers, cells, strict=True))
    return _Sheet(name, columns, rows.cells)


def _indicator_rows(evaluation: Evaluation) -> Rows:
    """Return the figures of the county ("") and of its groups, a row each."""
    groups: list[tuple[str, str, Mapping[str, Figure]]] = [("", "", evaluation.indicators)]
    for kind, of_kind in (
        ("band", evaluation.by_band),
        ("township", evaluation.by_township),
        ("area_class", evaluation.by_area_class),
    ):
        groups.extend((kind, group, figures) for group, figures in of_kind.items())
    cells = tuple(
        (kind, group, name, figure.value, figure.unit)
        for kind, group, figures in groups
        for name, figure in figures.items()
    )
    return Rows(("group_kind", "group_name", "indicator", "value", "unit"), cells)


def _run_rows(model: LayoutModel, evaluation: Evaluation) -> Rows:
    row = (model.name, model.year, model.sha256, evaluation.kernel_version, model.estimated)
    return Rows(("study", "year", "model_sha256", "kernel_version", "estimated"), (row,))


def _type(cells: Sequence[Cell]) -> str:
    """Return the type that holds a column's cells; text where it has none to tell by."""
    kinds = {type(cell) for cell in cells if cell is not None}
    if kinds == {bool}:
        return "boolean"
    if kinds and kinds <= {bool, int}:
        return "bigint"
    return "double precision" if kinds and kinds <= {bool, int, float} else "text"


def _require_postgis(cursor: Cursor[Any]) -> None:
    cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'postgis'")
    if cursor.fetchone() is None:
        raise MachineError(
            zh="该数据库没有 PostGIS；请管理员在其中执行 CREATE EXTENSION postgis。",
            en="The database has no PostGIS; have CREATE EXTENSION postgis run in it.",
        )


def _refuse_foreign(cursor: Cursor[Any], schema: str, names: Sequence[str]) -> None:
    cursor.execute(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = %s AND c.relname = ANY(%s)"
        " AND obj_description(c.oid, 'pg_class') IS DISTINCT FROM %s ORDER BY 1",
        (schema, list(names), MARK),
    )
    foreign = ", ".join(name for (name,) in cursor.fetchall())
    if foreign:
        raise UsageError(
            zh=f"模式 {schema} 中已有同名的表（{foreign}），不是本程序写出的，没有改动；"
            "请换一个 --schema。",
            en=f"The schema {schema} holds tables of these names that no run wrote ({foreign}); "
            "they were left alone. Choose another --schema.",
        )


def _make(cursor: Cursor[Any], schema: str, sheet: _Sheet) -> None:
    """Leave the table empty and with the sheet's columns."""
    from psycopg import sql

    declared = sql.SQL(", ").join(
        # the types are this module's own words
        sql.SQL("{} " + kind).format(sql.Identifier(name))
        for name, kind in sheet.columns
    )
    if _has_columns(cursor, schema, sheet):
        cursor.execute(_sql("TRUNCATE {}", schema, sheet.name))
        return
    cursor.execute(_sql("DROP TABLE IF EXISTS {}", schema, sheet.name))
    cursor.execute(_sql("CREATE TABLE {} (", schema, sheet.name) + declared + sql.SQL(")"))
    cursor.execute(_sql("COMMENT ON TABLE {} IS ", schema, sheet.name) + sql.Literal(MARK))
    if sheet.columns[-1][0] == "geom":
        cursor.execute(_sql("CREATE INDEX ON {} USING gist (geom)", schema, sheet.name))


def _has_columns(cursor: Cursor[Any], schema: str, sheet: _Sheet) -> bool:
    cursor.execute(
        "SELECT a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_attribute a"
        " JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = %s AND c.relname = %s AND a.attnum > 0 AND NOT a.attisdropped"
        " ORDER BY a.attnum",
        (schema, sheet.name),
    )
    there = [(name, kind.replace(",", ", ")) for name, kind in cursor.fetchall()]
    return there == list(sheet.columns)


def _fill(cursor: Cursor[Any], schema: str, sheet: _Sheet) -> None:
    with cursor.copy(_sql("COPY {} FROM STDIN", schema, sheet.name)) as copy:
        for row in sheet.rows:
            copy.write_row([_storable(cell) for cell in row])


def _storable(cell: Cell) -> Cell:
    """Return a cell as PostgreSQL can hold it: its texts have no NUL."""
    return cell.replace("\x00", "\ufffd") if isinstance(cell, str) else cell


def _sql(words: LiteralString, *name: str) -> Composed:
    from psycopg import sql

    return sql.SQL(words).format(sql.Identifier(*name))
