"""The commands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from schoolmap.cli.console import choose_language, print_json, progress, say, show_problems, stdout
from schoolmap.errors import Language, MachineError, UsageError

if TYPE_CHECKING:
    from schoolmap.io.postgis_writing import DatabaseTarget
    from schoolmap.model.study import Study
    from schoolmap.pipeline import RunLog

app = typer.Typer(
    name="schoolmap",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="县域学校布局与服务范围分析 / School layout and catchment analysis for counties.",
)

StudyPath = Annotated[
    Path, typer.Argument(metavar="STUDY", help="含 study.toml 的文件夹 / folder with a study.toml")
]
Lang = Annotated[
    Literal["zh", "en"] | None,
    typer.Option("--lang", help="语言 / language; by default the study's, else the system's"),
]
Quiet = Annotated[bool, typer.Option("--quiet", help="只输出结果 / print results only")]
Debug = Annotated[bool, typer.Option("--debug", help="出错时显示详情 / show where an error arose")]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取 / print JSON")]
Public = Annotated[
    bool,
    typer.Option(
        "--public",
        help="另写公开版地图 map-public.html（隐去小数目） / also write a map for the public, "
        "which suppresses small counts",
    ),
]
Tiles = Annotated[
    str | None,
    typer.Option("--tiles", help="在线底图地址（地图将需要联网） / online tiles; needs internet"),
]


@app.callback(invoke_without_command=True)
def _root(
    *,
    version: Annotated[bool, typer.Option("--version", help="显示版本 / show the version")] = False,
) -> None:
    if version:
        from schoolmap import __version__

        stdout().print(__version__)
        raise typer.Exit


@app.command()
def demo(
    *,
    study: Annotated[
        Literal["yunling", "zuomu"], typer.Option(help="随附的模拟资料 / bundled simulated study")
    ] = "yunling",
    out: Annotated[
        Path | None, typer.Option(help="输出文件夹 / folder; by default maps/<study>")
    ] = None,
    lang: Lang = None,
    quiet: Quiet = False,
    debug: Debug = False,
    as_json: Json = False,
) -> None:
    """运行随附的模拟资料并给出地图 / Run a bundled simulated study and name its map."""
    target = out or Path("maps") / study
    _run(bundled_study(study), target, lang=lang, quiet=quiet, as_json=as_json)


@app.command()
def run(  # noqa: PLR0913 (options of a command)
    study: StudyPath,
    *,
    out: Annotated[Path, typer.Option(help="输出文件夹 / folder to write to")],
    lang: Lang = None,
    quiet: Quiet = False,
    debug: Debug = False,
    as_json: Json = False,
    public: Public = False,
    tiles: Tiles = None,
    postgis: Annotated[
        str | None,
        typer.Option(
            "--postgis",
            metavar="URL",
            help="另写入 PostGIS 数据库，如 postgresql://用户@主机/库 / write to a database too",
        ),
    ] = None,
    schema: Annotated[
        str, typer.Option("--schema", help="写入数据库的哪个模式 / schema of the database")
    ] = "schoolmap",
) -> None:
    """完整分析：地图、表格、工作簿 / The whole analysis: map, tables, workbook."""
    _run(
        study,
        out,
        lang=lang,
        quiet=quiet,
        as_json=as_json,
        public=public,
        tiles=tiles,
        database=_database(postgis, schema),
    )


@app.command()
def assess(  # noqa: PLR0913 (options of a command)
    study: StudyPath,
    scenarios: Annotated[
        list[Path],
        typer.Argument(
            metavar="SCENARIO",
            help="方案文件，一个或多个（见 docs/scenarios.md） / scenario files, one or more",
        ),
    ],
    *,
    out: Annotated[Path, typer.Option(help="输出文件夹 / folder to write to")],
    hearing: Annotated[
        list[Path] | None,
        typer.Option(help="听证等材料（见 docs/hearing.md） / votes, dates and papers of a plan"),
    ] = None,
    documents: Annotated[
        bool,
        typer.Option(
            "--documents/--no-documents",
            help="每个方案的论证报告、工作簿和公示页 / each plan's dossier, workbook and notices",
        ),
    ] = True,
    lang: Lang = None,
    quiet: Quiet = False,
    debug: Debug = False,
    as_json: Json = False,
    public: Public = False,
) -> None:
    """把布局调整方案与现状对照 / Evaluate plans against today, side by side, and load their map."""
    from schoolmap.cli.comparison import comparison_json, show_comparison
    from schoolmap.cli.judging import judged_plans, show_judged
    from schoolmap.pipeline import Origin, compare, prepare, publish_comparison, read_scenarios
    from schoolmap.pipeline.assessing import doubts
    from schoolmap.pipeline.judging import with_verdicts

    with progress(choose_language(lang), quiet=quiet or as_json) as log:
        files = read_scenarios(scenarios)
        loaded = _read(study, lang, log=log)
        model = prepare(loaded, log=log)
        with log.step("assess"):
            origins = [Origin(file.path.name, str(study)) for file in files]
            comparison = compare(model, [file.scenario for file in files], origins=origins)
            language = loaded.settings.study.language
            told = [
                problem
                for plan, file in zip(comparison.plans, files, strict=True)
                for problem in doubts(plan, file=file.path.name)
            ]
            if told:
                show_problems(told, language=language)
            judged, files = judged_plans(loaded, comparison, files, hearing or [])
        kept: dict[Path, Path] = {}
        written = publish_comparison(
            loaded,
            comparison,
            files,
            out,
            public=public,
            log=log,
            judged=judged,
            documents=documents,
            kept=kept,
        )
    say_kept(kept, language)
    if as_json:
        _print_json(with_verdicts(comparison_json(comparison, files, written), judged))
        return
    show_comparison(comparison, files, language=language)
    show_judged(judged, language=language)
    say_maps(written, language)


@app.command()
def forecast(
    study: StudyPath,
    *,
    out: Annotated[
        Path | None, typer.Option(help="另存 JSON 和 CSV 的文件夹 / folder for JSON and CSV")
    ] = None,
    years: Annotated[
        int | None,
        typer.Option(min=1, max=20, help="预测年数，默认 9 / years ahead, 9 unless given"),
    ] = None,
    lang: Lang = None,
    quiet: Quiet = False,
    debug: Debug = False,
    as_json: Json = False,
) -> None:
    """今后各年的学生与学校规模 / Pupils and rolls of the years ahead, in three variants."""
    from schoolmap.cli.forecast import run_forecast, show_forecast
    from schoolmap.io.forecasts import forecast_document

    loaded = _read(study, lang)
    language = loaded.settings.study.language
    with progress(language, quiet=quiet or as_json) as log:
        model, found = run_forecast(loaded, years=years, out=out, log=log)
    if as_json:
        _print_json(forecast_document(found))
    else:
        show_forecast(model, found, language=language)


@app.command()
def inspect(
    study: StudyPath,
    *,
    school: Annotated[str, typer.Option(help="学校标识码 / school id")],
    docx: Annotated[Path | None, typer.Option(help="另存为 Word / write a Word file")] = None,
    xlsx: Annotated[Path | None, typer.Option(help="另存为 Excel / write an Excel file")] = None,
    lang: Lang = None,
    quiet: Quiet = False,
    debug: Debug = False,
    as_json: Json = False,
) -> None:
    """一所学校的自查表 / The self-inspection sheet of one school."""
    from schoolmap.cli.sheet import inspect_study, show_sheet, write_sheets

    loaded = _read(study, lang)
    language = loaded.settings.study.language
    with progress(language, quiet=quiet or as_json) as log:
        facts, rows = inspect_study(loaded, school, log=log)
    write_sheets(facts, rows, docx=docx, xlsx=xlsx, language=language)
    show_sheet(facts, rows, language=language, as_json=as_json)


@app.command()
def standards(
    rule: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="标准编号或其开头 / id, or its beginning")
    ] = None,
    *,
    study: Annotated[
        Path | None, typer.Option(help="按某项资料的设定 / as a study has them")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="连同各省和参考标准 / provinces and reference tables too")
    ] = False,
    lang: Lang = None,
    quiet: Quiet = False,
    debug: Debug = False,
    as_json: Json = False,
) -> None:
    """现行标准，出处与核实程度 / The figures in force, with source and status."""
    from schoolmap.cli.tables import show_standards, standard_document
    from schoolmap.standards import BASE_TABLES, load, table_names

    language = choose_language(lang)
    if study is not None:
        loaded = _read(study, lang)
        rows, language = loaded.standards, loaded.settings.study.language
    else:
        rows = load(table_names() if everything or rule in table_names() else BASE_TABLES)
    chosen = {
        k: s
        for k, s in rows.items()
        if rule is None or k == rule or k.startswith(f"{rule}.") or s.table == rule
    }
    if not chosen:
        raise _no_such_rule(str(rule), list(load(table_names())))
    if as_json:
        _print_json([standard_document(s) for s in chosen.values()])
    else:
        show_standards(chosen, language=language)


def bundled_study(name: str) -> Path:
    """Return the folder of a bundled study: in the wheel, else in the checkout.

    Raises
    ------
    MachineError
        If the installation is without its data.
    """
    package = Path(__file__).resolve().parent.parent
    for root in (package, package.parent.parent):
        folder = root / "data" / "studies" / name
        if (folder / "study.toml").is_file():
            return folder
    raise MachineError(
        zh=f"安装不完整：找不到随附资料 {name}。请重新安装 schoolmap。",
        en=f"The installation lacks the bundled study {name}; please install schoolmap again.",
    )


def _database(url: str | None, schema: str) -> DatabaseTarget | None:
    if url is None:
        return None
    from schoolmap.io.postgis_writing import DatabaseTarget

    if not url.startswith(("postgresql://", "postgres://")):
        raise UsageError(
            zh=f"--postgis 应为 postgresql://用户@主机/数据库，而不是 {url}。",
            en=f"--postgis must be postgresql://user@host/database, not {url}.",
        )
    return DatabaseTarget(url, schema)


def _run(
    path: Path,
    out: Path,
    *,
    lang: Lang,
    quiet: bool,
    as_json: bool,
    public: bool = False,
    tiles: str | None = None,
    database: DatabaseTarget | None = None,
) -> None:
    """Read, prepare, evaluate, publish; print what was found."""
    from schoolmap.cli.tables import run_document, show_set_aside, show_summary
    from schoolmap.pipeline import assess, prepare, publish, with_standing
    from schoolmap.pipeline.placing import recover

    with suppress(OSError):  # what cannot be read is told where it is written to
        recover(out)
    guess = choose_language(lang)
    with progress(guess, quiet=quiet or as_json) as log:
        loaded = _read(path, lang, log=log)
        model = prepare(loaded, log=log)
        with log.step("assess"):
            evaluation = assess(model)
        files = publish(
            loaded,
            model,
            [evaluation],
            out,
            public=public,
            tiles=tiles,
            database=database,
            log=log,
        )
    loaded = with_standing(loaded, model)
    if as_json:
        _print_json(run_document(model, evaluation, files=files, problems=loaded.problems))
        return
    language = loaded.settings.study.language
    show_summary(model, evaluation, language=language)
    show_set_aside(
        loaded.problems,
        loaded.aside,
        pupils=int(model.villages.pupils.sum()),
        language=language,
    )
    say_maps(files, language)


def say_kept(kept: Mapping[Path, Path], language: Language) -> None:
    """Print which earlier papers were kept, under what name."""
    for path, now in kept.items():
        say(
            language,
            f"原有的 {path} 与新写出的不同，已改名保留为“{now.name}”。",
            f"The earlier {path} differs from the new one; it was kept as {now.name!r}.",
        )


def say_maps(files: Sequence[Path], language: Language) -> None:
    """Print where the maps are: the lines that a person looks for."""
    from schoolmap.pipeline.outputs import MAP, PUBLIC_MAP

    leads = {
        MAP: ("地图（双击打开）", "Map (open by double click)"),
        PUBLIC_MAP: ("公开版地图", "Map for the public"),
    }
    for path in files:
        if path.name in leads:
            lead = leads[path.name][0 if language == "zh" else 1]
            stdout().print(f"{lead}: {path}", markup=False, soft_wrap=True)


def _read(path: Path, lang: Lang, *, log: RunLog | None = None) -> Study:
    """Read a study, in the language asked for."""
    from schoolmap.io import read_study
    from schoolmap.pipeline import RunLog

    with (log or RunLog()).step("read"):
        study = read_study(path)
    if lang is None or lang == study.settings.study.language:
        return study
    section = study.settings.study.model_copy(update={"language": lang})
    return replace(study, settings=study.settings.model_copy(update={"study": section}))


def _no_such_rule(rule: str, known: list[str]) -> UsageError:
    import difflib

    near = difflib.get_close_matches(rule, known, n=3, cutoff=0.3)
    return UsageError(
        zh=f"没有编号为 {rule} 的标准。相近的有：{'、'.join(near) or '无'}。",
        en=f"No standard has the id {rule}. Close to it: {', '.join(near) or 'none'}.",
    )


def _print_json(document: object) -> None:
    print_json(document)
