"""``schoolmap codes OLD NEW``: the villages of one year's codes in those of another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from schoolmap.cli.commands import Debug, Json, Lang, Quiet, app
from schoolmap.cli.console import choose_language, print_json, say, show_problems, stdout
from schoolmap.errors import Language
from schoolmap.model.succession import CERTAIN, Succession
from schoolmap.model.succession_words import how_words

if TYPE_CHECKING:
    from schoolmap.pipeline.succession import Joined

_STYLE = {"doubtful": "yellow", "merged_guess": "yellow", "gone": "red", "new": "cyan"}


@app.command("codes")
def codes(  # noqa: PLR0913 (options of a command)
    old: Annotated[Path, typer.Argument(metavar="OLD", help="旧年份的村庄表 / the earlier table")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="新年份的村庄表 / the later table")],
    *,
    out: Annotated[Path, typer.Option(help="对照表 CSV / file of the pairs")],
    decisions: Annotated[
        Path | None, typer.Option(help="填好的待定表 / the list of doubtful pairs, filled in")
    ] = None,
    carry: Annotated[
        str,
        typer.Option(
            help="把旧表的这些列转到新代码，逗号隔开，如 学生数,人口 / "
            "columns to carry to the new codes"
        ),
    ] = "",
    lang: Lang = None,
    quiet: Quiet = False,
    debug: Debug = False,  # noqa: ARG001
    as_json: Json = False,
) -> None:
    """两年村庄代码对照：撤并、改名、换代码 / Join the village codes of two years."""
    from schoolmap.io.succession_writing import succession_document
    from schoolmap.pipeline.succession import join_codes, publish_codes

    language = choose_language(lang)
    asked = [name.strip() for name in carry.replace("，", ",").split(",") if name.strip()]
    joined = join_codes(old, new, decisions=decisions, carry=asked)
    written = publish_codes(joined, out, inputs=(old, new), decisions=decisions, language=language)
    if joined.problems:
        show_problems(joined.problems, language=language)
    if as_json:
        document = succession_document(joined.found, language=language)
        document["files"] = {which: str(path) for which, path in written.items()}
        print_json(document)
        return
    if not quiet:
        _show(joined, language)
    for which, path in written.items():
        lead = _LEADS[which][0 if language == "zh" else 1]
        stdout().print(f"{lead}: {path}", markup=False, soft_wrap=True)
    _say_next(joined, written.get("decide") or decisions, language)


_LEADS = {
    "pairs": ("对照表", "Pairs"),
    "decide": ("待定表（请填“决定”一列）", "To decide (fill in the last column)"),
    "carried": ("转入新代码的数据", "Carried to the new codes"),
}


def _show(joined: Joined, language: Language) -> None:
    found, console, zh = joined.found, stdout(), language == "zh"
    n_old, n_new = len(found.old), len(found.new)
    sure = sum(pair.how in CERTAIN for pair in found.pairs)
    head = (
        f"旧表 {n_old:,} 个，新表 {n_new:,} 个；确定对应 {sure:,} 对"
        if zh
        else f"{n_old:,} before, {n_new:,} after; {sure:,} pairs are certain"
    )
    console.print(Text(head, "bold"))
    for how, count in found.counts().items():
        if count:
            line = Text(f"  {count:>6,}  ", style=f"bold {_STYLE.get(how, 'green')}")
            console.print(line.append(how_words(how, language), style="default"))
    for words in _townships(found, language):
        console.print(Text(f"  {words}", style="dim"), soft_wrap=True)
    for name, column in joined.carried.items():
        if name in joined.numbers:
            moved, left = f"{column.moved:,.10g}", f"{column.left:,.10g}"
            console.print(
                Text(
                    f"  {name}：已转入 {moved}，未转 {left}"
                    if zh
                    else f"  {name}: {moved} carried, {left} left behind"
                )
            )


def _townships(found: Succession, language: Language) -> list[str]:
    """Return a line for each township that became another."""
    old = {place.township: place.township_name or place.township for place in found.old}
    new = {place.township: place.township_name or place.township for place in found.new}
    lines = []
    for link in found.links:
        before, after = old[link.old], new[link.new]
        if link.how == "code" and before == after:
            continue
        lines.append(
            f"{before} → {after}（{link.total} 个村名中有 {link.shared} 个对得上）"
            if language == "zh"
            else f"{before} → {after} ({link.shared} of {link.total} names are there)"
        )
    followed = {link.old for link in found.links}
    lost = [name for township, name in old.items() if township not in followed]
    if lost:
        shown = "、".join(lost) if language == "zh" else ", ".join(lost)
        lines.append(
            f"看不出并入哪里的乡镇：{shown}"
            if language == "zh"
            else f"townships without a known heir: {shown}"
        )
    return lines


def _say_next(joined: Joined, decide: Path | None, language: Language) -> None:
    count = len(joined.found.to_decide)
    if not count:
        say(language, "没有待定的了。", "Nothing is left open.")
        return
    say(
        language,
        f"还有 {count} 处待定。填好以后再运行，加上 --decisions {decide}",
        f"{count} to decide. Fill them in, and run again with --decisions {decide}",
    )
