"""``schoolmap roads``: downloads the roads of an area once, or converts a road file."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from schoolmap.cli.commands import Debug, Json, Lang, Quiet, app
from schoolmap.cli.console import choose_language, progress, say, show_problems
from schoolmap.cli.road_report import Result, here, roads_document, show_roads
from schoolmap.errors import InputError, Language, MachineError, UsageError

if TYPE_CHECKING:
    from schoolmap.io.osmnx_session import Servers
    from schoolmap.io.road_area import Area
    from schoolmap.io.road_patience import Notice
    from schoolmap.pipeline import RunLog

_ROAD_KINDS = (
    ".gpkg", ".geojson", ".json", ".shp", ".parquet", ".geoparquet", ".graphml", ".pbf", ".osm",
    ".bz2", ".gz",
)  # fmt: skip
_ANSWERS = "openstreetmap"
"""A folder of its own: what is in it may be deleted."""


@dataclass(frozen=True)
class _Order:
    """What the command was asked for, checked."""

    out: Path
    place: str | None = None
    bbox: str | None = None
    boundary: Path | None = None
    buffer_km: float | None = None
    max_km2: float = 0.0
    coordinates: str | None = None
    layer: str | None = None
    tracks: bool = False
    language: Language = "zh"
    cache: Path = Path()

    @property
    def file(self) -> Path | None:
        """The road file to convert, where that is meant."""
        if self.place is None:
            return None
        path = Path(self.place)
        return path if path.is_file() or path.suffix.lower() in _ROAD_KINDS else None


@app.command("roads")
def roads(  # noqa: PLR0913 (options of a command)
    place: Annotated[
        str | None,
        typer.Argument(
            metavar="[PLACE]",
            help="地名（如“洪洞县, 临汾市, 中国”），或要转换的道路文件 / a place by name, or a "
            "road file to convert",
        ),
    ] = None,
    *,
    out: Annotated[
        Path, typer.Option(help="要写的文件，.gpkg 或 .graphml / file to write, .gpkg or .graphml")
    ],
    bbox: Annotated[
        str | None,
        typer.Option(metavar="W,S,E,N", help="四至：西,南,东,北（度） / a box in degrees"),
    ] = None,
    boundary: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="县界文件，或有 [boundary] 的资料文件夹 / a boundary file, or a study with one",
        ),
    ] = None,
    buffer_km: Annotated[
        float | None,
        typer.Option(
            min=0.0,
            max=100.0,
            help="向外多取多少千米；县界和地名默认 5，四至默认 0 / margin around the area; 5 "
            "unless given, 0 for a box",
        ),
    ] = None,
    endpoint: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="Overpass 镜像（如 http://主机/api），也可写在环境变量 SCHOOLMAP_OVERPASS / a "
            "mirror of Overpass and, at its root, of Nominatim",
        ),
    ] = None,
    geocoder: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="Nominatim 镜像，也可写在 SCHOOLMAP_NOMINATIM / a mirror of Nominatim elsewhere",
        ),
    ] = None,
    cache: Annotated[
        Path | None,
        typer.Option(
            help="保存已下载部分的文件夹，默认在用户缓存中 / folder that keeps what was fetched"
        ),
    ] = None,
    fresh: Annotated[
        bool,
        typer.Option(
            "--fresh",
            help="不用 30 天内已下载的部分，全部重新下载 / fetch all anew, "
            "not only what is older than 30 days",
        ),
    ] = False,
    max_km2: Annotated[
        float, typer.Option(min=0.0, help="允许的最大面积，平方千米 / largest area allowed")
    ] = 50_000.0,
    coordinates: Annotated[
        str | None,
        typer.Option(help="所给文件的坐标系，同 study.toml / system of the given file"),
    ] = None,
    tracks: Annotated[
        bool,
        typer.Option(
            "--tracks", help="机耕路（track）校车也可走 / school buses use tracks (highway=track)"
        ),
    ] = False,
    layer: Annotated[
        str | None, typer.Option(help="要转换的文件中的图层 / layer of the file to convert")
    ] = None,
    lang: Lang = None,
    quiet: Quiet = False,
    debug: Debug = False,  # noqa: ARG001
    as_json: Json = False,
) -> None:
    """下载一个县的道路，供以后离线使用；或转换道路文件 / Download roads once, or convert a file."""
    from schoolmap.io.osmnx_session import choose_servers, default_cache
    from schoolmap.io.road_files import write_roads
    from schoolmap.pipeline.placing import placed

    language = choose_language(lang)
    order = _Order(
        out=out,
        place=place,
        bbox=bbox,
        boundary=boundary,
        buffer_km=buffer_km,
        max_km2=max_km2,
        coordinates=coordinates,
        layer=layer,
        tracks=tracks,
        language=language,
        cache=(cache or default_cache()) / _ANSWERS,
    )
    _check(order)
    silent = quiet or as_json
    # made at once: a folder that cannot be written to is better known before an hour of waiting
    with progress(language, quiet=silent) as log, placed(out.parent, [out.name]) as aside:
        if order.file is not None:
            result = _convert(order, order.file, log)
        else:
            servers = choose_servers(endpoint, geocoder, environment=os.environ)
            result = _download(order, servers, log, fresh=fresh, language=language, quiet=silent)
        with log.step("write"):
            write_roads(aside / out.name, result.roads, credit=result.credit)
    told = [here(p) for p in result.problems if not (quiet and p.severity == "note")]
    if told and not as_json:
        show_problems(told, language=language)
    if as_json:
        typer.echo(
            json.dumps(roads_document(order.out, result, language), ensure_ascii=False, indent=2)
        )
    else:
        show_roads(order.out, result, language=language, quiet=quiet)


def _check(order: _Order) -> None:
    """Refuse what cannot be meant before anything is asked of a server.

    Raises
    ------
    UsageError
        With what would have been right.
    """
    from schoolmap.io.road_files import OUTPUT_KINDS

    given = [name for name in ("place", "bbox", "boundary") if getattr(order, name) is not None]
    if len(given) != 1:
        raise UsageError(
            zh="请在地名（或道路文件）、--bbox、--boundary 三者中给出一个，且只给一个。",
            en="Name exactly one of: a place (or a road file), --bbox, --boundary.",
        )
    if order.out.suffix.lower() not in OUTPUT_KINDS:
        raise UsageError(
            zh=f"--out {order.out.name} 的后缀应为 .gpkg 或 .graphml。",
            en=f"--out {order.out.name} must end in .gpkg or .graphml.",
        )
    if order.out.is_dir():
        raise UsageError(
            zh=f"--out {order.out} 是文件夹，应为文件。",
            en=f"--out {order.out} is a folder; name a file.",
        )
    if order.file is not None and order.file.resolve() == order.out.resolve():
        raise UsageError(
            zh="--out 与要转换的文件相同；请换一个文件名，以免改动原件。",
            en="--out is the file to convert itself; name another, so that the original stays.",
        )


def _convert(order: _Order, path: Path, log: RunLog) -> Result:
    from schoolmap.io.ledger import Ledger
    from schoolmap.io.road_download import TRACKS_RIDDEN
    from schoolmap.io.road_files import credit_of, read_road_file
    from schoolmap.io.texts_osmnx import DOWNLOAD

    if not path.is_file():
        missing = Ledger(DOWNLOAD)
        missing.add("file_is_missing", file=path.name)
        raise InputError(missing.problems)
    ledger = Ledger()
    with log.step("read"):
        found = read_road_file(
            path,
            ledger,
            coordinates=order.coordinates,
            layer=order.layer,
            classes=TRACKS_RIDDEN if order.tracks else None,
            language=order.language,
        )
    return Result(found, credit_of(path), problems=ledger.problems)


def _download(
    order: _Order,
    servers: Servers,
    log: RunLog,
    *,
    fresh: bool,
    language: Language,
    quiet: bool,
) -> Result:
    from schoolmap.io.road_area import refuse_too_large
    from schoolmap.io.road_download import download_roads
    from schoolmap.io.road_files import OSM_CREDIT
    from schoolmap.io.road_patience import Progress

    _make(order.cache, fresh=fresh)

    def notice(zh: str, en: str) -> None:
        if not quiet:
            say(language, zh, en, style="yellow")

    area = _area(order, servers, log, notice)
    refuse_too_large(area, most_km2=order.max_km2)
    if not quiet:
        _say_area(area, servers, language)
    with log.step("download") as moved:
        found = download_roads(
            area,
            servers,
            order.cache,
            Progress(moved, notice),
            language=language,
            tracks=order.tracks,
        )
    if found.kept and not quiet:
        say(
            language,
            f"其中 {found.kept} 块沿用此前已下载的（30 天内；要全部重新下载请加 --fresh）。",
            f"{found.kept} of the tiles had been fetched before (within 30 days; --fresh fetches "
            "all anew).",
        )
    credit = f"{OSM_CREDIT}; {found.as_of}" if found.as_of else OSM_CREDIT
    return Result(found.roads, credit, area, found.problems, (found.tiles, found.kept))


def _area(order: _Order, servers: Servers, log: RunLog, notice: Notice) -> Area:
    from schoolmap.io.road_area import BUFFER_KM, area_of_bbox, area_of_boundary, area_of_shape
    from schoolmap.io.road_download import find_place
    from schoolmap.io.road_patience import Progress

    buffer_km = BUFFER_KM if order.buffer_km is None else order.buffer_km
    if order.bbox is not None:
        area = area_of_bbox(order.bbox)
        return area_of_shape(area.shape, area.name, buffer_km=order.buffer_km or 0.0)
    if order.boundary is not None:
        return area_of_boundary(order.boundary, buffer_km=buffer_km, coordinates=order.coordinates)
    with log.step("place") as moved:
        found = find_place(str(order.place), servers, order.cache, Progress(moved, notice))
    return area_of_shape(found.shape, found.name, buffer_km=buffer_km)


def _make(folder: Path, *, fresh: bool) -> None:
    """Make the folder of answers, and leave out those that are too old to go on with."""
    from schoolmap.io.osmnx_session import KEPT_DAYS, forget_answers

    try:
        folder.mkdir(parents=True, exist_ok=True)
        forget_answers(folder, older_than_days=0.0 if fresh else KEPT_DAYS)
    except OSError as error:
        raise MachineError(
            zh=f"无法写入缓存文件夹 {folder}：{error.strerror}。请用 --cache 另选一个。",
            en=f"Cannot write to the cache {folder}: {error.strerror}. Choose another by --cache.",
        ) from error


def _say_area(area: Area, servers: Servers, language: Language) -> None:
    from schoolmap.io.road_area import tiles_of

    count = len(tiles_of(area))
    say(
        language,
        f"范围：{area.name}，{area.km2:,.0f} 平方千米，分 {count} 块，从 {servers.hosts[0]} 下载。",
        f"Area: {area.name}, {area.km2:,.0f} km2, in {count} tile{'' if count == 1 else 's'} from "
        f"{servers.hosts[0]}.",
    )
