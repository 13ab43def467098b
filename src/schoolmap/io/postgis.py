"""Reading tables of a PostgreSQL database, with PostGIS or without.

All tables of one database are read in one read-only transaction, so that schools and villages are
of one moment. Rows come in the order of the primary key, else of their own text: the same table
gives the same study.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np

from schoolmap.errors import MachineError
from schoolmap.io.files import Fetched, Source
from schoolmap.io.frame import Cells, Frame, Geometries
from schoolmap.io.ledger import Ledger, some

if TYPE_CHECKING:
    from psycopg import Connection, Cursor
    from psycopg.sql import Composable

SCHEMES = ("postgresql", "postgres")
CONNECT_TIMEOUT_S = 10
_LOCK_TIMEOUT_S = 30
_MOST_ROWS = 5_000_000
"""More than the roads of any county; a whole country's table would fill the memory."""
_GEOMETRY_NAMES = ("geom", "geometry", "the_geom", "wkb_geometry", "shape")
_SHAPE_TYPES = ("geometry", "geography")


@dataclass(frozen=True)
class _Columns:
    """Columns of a relation: names and types, its geometry and its key."""

    names: tuple[str, ...]
    types: tuple[str, ...]
    key: tuple[str, ...]

    @property
    def shapes(self) -> tuple[str, ...]:
        """Geometry columns, the likeliest first."""
        found = [n for n, t in zip(self.names, self.types, strict=True) if t in _SHAPE_TYPES]
        usual = [name for name in _GEOMETRY_NAMES if name in found]
        return (*usual, *(name for name in found if name not in usual))


def fetch_tables(sources: Mapping[str, Source], ledger: Ledger) -> dict[str, Source]:
    """Return the sources with the rows of those that are tables; files are left as they are.

    Parameters
    ----------
    sources
        Sources by section of study.toml.
    ledger
        Takes what is found: a table that is not there or not named.

    Raises
    ------
    MachineError
        If a database cannot be reached, or psycopg (the extra ``postgis``) is not installed.
    """
    found = dict(sources)
    urls = {s.settings.file for s in sources.values() if _is_postgres(s.settings.file)}
    for url in sorted(urls):
        wanted = {name: s for name, s in sources.items() if s.settings.file == url}
        if urlsplit(url).password:
            ledger.add("password_in_file", file="study.toml", column=f"{min(wanted)}.file")
        with connected(url, read_only=True) as connection:
            for name, source in wanted.items():
                found[name] = replace(source, fetched=_fetch(connection, source, ledger))
    return found


@contextmanager
def connected(url: str, *, read_only: bool = False) -> Iterator[Connection[Any]]:
    """Give a connection in one transaction: committed at the end, undone by whatever goes wrong.

    Parameters
    ----------
    url
        ``postgresql://user@host/database``; the password as libpq finds it (PGPASSWORD, ~/.pgpass).
    read_only
        Read from one snapshot and change nothing.

    Raises
    ------
    MachineError
        If the database cannot be reached, or psycopg is not installed.
    """
    try:
        import psycopg
    except ImportError as error:
        raise MachineError(
            zh='读写数据库需要安装附加组件：pip install "schoolmap[postgis]"',
            en='Databases need an extra: pip install "schoolmap[postgis]"',
        ) from error
    try:
        connection = psycopg.connect(
            url,
            connect_timeout=CONNECT_TIMEOUT_S,
            client_encoding="utf8",
            application_name="schoolmap",
        )
    except psycopg.Error as error:
        raise _unreachable(url, error) from error
    try:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = read_only
        with connection:
            # a table that somebody else holds must not keep a planner waiting without a word
            connection.execute(f"SET lock_timeout = '{_LOCK_TIMEOUT_S}s'")
            yield connection
    except psycopg.OperationalError as error:
        raise _unreachable(url, error) from error


def shown_url(url: str) -> str:
    """Return a database's address without user and password."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def identifier(name: str) -> Composable:
    """Return ``schema.table`` as a quoted identifier."""
    from psycopg import sql

    schema, dot, table = name.partition(".")
    return sql.Identifier(schema, table) if dot else sql.Identifier(name)


def _is_postgres(file: str) -> bool:
    return "://" in file and urlsplit(file).scheme.lower() in SCHEMES


def _unreachable(url: str, error: Exception) -> MachineError:
    reason = " ".join(str(error).split())
    return MachineError(
        zh=f"无法使用数据库 {shown_url(url)}：{reason}。请检查地址、网络、用户名和密码"
        "（PGPASSWORD 或 ~/.pgpass）。",
        en=f"Cannot use the database {shown_url(url)}: {reason}. Check its address, the network, "
        "user and password (PGPASSWORD or ~/.pgpass).",
    )


def _fetch(connection: Connection[Any], source: Source, ledger: Ledger) -> Fetched:
    import psycopg

    table = source.settings.table
    if not table:
        ledger.add("table_unnamed", file=source.file, section=source.section)
        return Fetched(None)
    try:
        # a savepoint: what fails here must not spoil the reading of the other tables
        with connection.transaction(), connection.cursor() as cursor:
            columns = _columns(cursor, table)
            if columns is None:
                known = some(_tables(cursor), most=20) or "-"
                ledger.add("table_missing", file=source.file, value=table, known=known)
                return Fetched(None)
            return _read(cursor, table, columns, source, ledger)
    except (psycopg.OperationalError, psycopg.InterfaceError):
        raise
    except psycopg.Error as error:
        detail = " ".join(str(error).split())
        ledger.add("table_refused", file=source.file, value=table, detail=detail)
        return Fetched(None)


def _columns(cursor: Cursor[Any], table: str) -> _Columns | None:
    """Return the columns of a table or view; None where there is none that this user may see."""
    from psycopg import sql

    name = identifier(table).as_string(cursor)
    cursor.execute("SELECT to_regclass(%s)::oid", (name,))
    row = cursor.fetchone()
    if row is None or row[0] is None:
        return None
    cursor.execute(
        "SELECT a.attname, t.typname FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid"
        " WHERE a.attrelid = %s AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum",
        (row[0],),
    )
    found = cursor.fetchall()
    cursor.execute(
        sql.SQL(
            "SELECT a.attname FROM pg_index i JOIN pg_attribute a"
            " ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)"
            " WHERE i.indrelid = %s AND i.indisprimary ORDER BY array_position(i.indkey, a.attnum)"
        ),
        (row[0],),
    )
    key = tuple(str(name) for (name,) in cursor.fetchall())
    return _Columns(tuple(n for n, _ in found), tuple(t for _, t in found), key)


def _tables(cursor: Cursor[Any]) -> list[str]:
    cursor.execute(
        "SELECT table_schema || '.' || table_name FROM information_schema.tables"
        " WHERE table_schema NOT IN ('pg_catalog', 'information_schema', 'topology', 'tiger')"
        " AND table_name NOT IN ('spatial_ref_sys', 'geometry_columns', 'geography_columns')"
        " ORDER BY 1 LIMIT 50"
    )
    return [str(name) for (name,) in cursor.fetchall()]


def _read(
    cursor: Cursor[Any], table: str, columns: _Columns, source: Source, ledger: Ledger
) -> Fetched:
    from psycopg import sql

    shape = columns.shapes[0] if columns.shapes else None
    if len(columns.shapes) > 1:
        others = some(columns.shapes[1:])
        ledger.add("table_geometry_chosen", file=source.file, chosen=shape, others=others)
    names = [name for name in columns.names if name not in columns.shapes]
    wanted: list[Composable] = [sql.Identifier(name) for name in names]
    if shape is not None:
        wanted.append(
            sql.SQL("ST_AsBinary(ST_Force2D({}::geometry))").format(sql.Identifier(shape))
        )
    order: Composable = (
        sql.SQL(", ").join(map(sql.Identifier, columns.key))
        if columns.key
        else sql.SQL('source::text COLLATE "C"')
    )
    cursor.execute(
        sql.SQL("SELECT {} FROM {} AS source ORDER BY {} LIMIT {}").format(
            sql.SQL(", ").join(wanted), identifier(table), order, sql.Literal(_MOST_ROWS + 1)
        )
    )
    rows = cursor.fetchall()
    if len(rows) > _MOST_ROWS:
        ledger.add("table_huge", file=source.file, value=table, most=_MOST_ROWS)
        return Fetched(None)
    if not rows:
        ledger.add("file_empty", file=source.file)
        return Fetched(None)
    crs = None if shape is None else _crs(cursor, table, shape)
    return Fetched(
        _frame(source.file, names, rows, crs=crs, shaped=shape is not None), _digest(rows)
    )


def _crs(cursor: Cursor[Any], table: str, shape: str) -> str | None:
    """Return the CRS of the first geometry; None where the table does not say one."""
    from psycopg import sql

    column = sql.Identifier(shape)
    cursor.execute(
        sql.SQL("SELECT ST_SRID({0}::geometry) FROM {1} WHERE {0} IS NOT NULL LIMIT 1").format(
            column, identifier(table)
        )
    )
    row = cursor.fetchone()
    if row is None or not row[0]:
        return None
    cursor.execute("SELECT auth_name, auth_srid FROM spatial_ref_sys WHERE srid = %s", row)
    named = cursor.fetchone()
    return f"EPSG:{row[0]}" if named is None else f"{named[0]}:{named[1]}"


def _frame(
    file: str, names: Sequence[str], rows: Sequence[Sequence[Any]], *, crs: str | None, shaped: bool
) -> Frame:
    columns = list(zip(*rows, strict=True))
    return Frame(
        file=file,
        headers=tuple(names),
        cells=tuple(_cells(column) for column in columns[: len(names)]),
        rows=np.arange(2, len(rows) + 2, dtype=np.int64),
        geometry=_shapes(columns[-1]) if shaped else None,
        crs=crs,
    )


def _cells(values: Sequence[Any]) -> Cells:
    """Return a column as an array: whole numbers, numbers with gaps, or objects."""
    kinds = {type(value) for value in values}
    if kinds == {int}:
        return np.array(values, dtype=np.int64)
    if kinds <= {int, float, Decimal, type(None)} and kinds != {type(None)}:
        return np.array([np.nan if v is None else float(v) for v in values])
    cells = np.empty(len(values), dtype=object)
    plain = (str, bool, int, float, type(None))
    cells[:] = [value if isinstance(value, plain) else str(value) for value in values]
    return cells


def _shapes(wkb: Sequence[bytes | None]) -> Geometries:
    import shapely

    blobs = np.empty(len(wkb), dtype=object)
    blobs[:] = wkb
    shapes: Geometries = shapely.from_wkb(blobs, on_invalid="ignore")
    return shapes


def _digest(rows: Sequence[Sequence[Any]]) -> str:
    """Return the sha256 of the rows as read, in their order."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(repr(row).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
