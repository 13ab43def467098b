"""What was changed and what was left, for people and for spreadsheets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from schoolmap.errors import Language, Problem, by_severity
from schoolmap.io.fixing import Fix
from schoolmap.io.texts_fixes import FIXED, LEFT, PAGE
from schoolmap.io.writing import Rows

HEADERS = ("done", "file", "sheet", "row", "row_after", "column", "before", "after", "kind", "why")
FIXES_FILE = "fixes.csv"
PAGE_FILES: dict[Language, str] = {"zh": "修改说明.md", "en": "CHANGES.md"}
_MOST = 5


def fix_rows(
    fixes: Sequence[Fix],
    left: Sequence[Problem],
    language: Language,
    *,
    rows_after: Sequence[int | None],
) -> Rows:
    """Return every place that was changed (`done` 1), then what is left (`done` 0).

    Parameters
    ----------
    fixes
        What was done, and what was left with a reason of its own.
    left
        Problems that the copy still has, by rows of the original.
    language
        ``zh`` or ``en``.
    rows_after
        Their rows in the copy.
    """
    made = [
        (
            f.done,
            f.file,
            f.sheet,
            f.row,
            f.row_after,
            f.column,
            f.before,
            f.after,
            f.kind,
            why(f, language),
        )
        for f in sorted(fixes, key=lambda fix: not fix.done)
    ]
    rest = [
        (
            False,
            p.file,
            p.sheet,
            p.row,
            after,
            p.column,
            p.value,
            "",
            p.code,
            f"{p.message(language)} {p.repair(language)}".strip(),
        )
        for p, after in zip(left, rows_after, strict=True)
    ]
    return Rows(HEADERS, (*made, *rest))


def why(fix: Fix, language: Language) -> str:
    """Return why a repair is safe, or why something was left."""
    texts = FIXED if fix.done else LEFT
    return texts[fix.kind][0 if language == "zh" else 1].format(**fix.words)


def fix_page(
    name: str,
    fixes: Sequence[Fix],
    left: Sequence[Problem],
    language: Language,
    *,
    same: bool,
    moved: bool,
    books: Sequence[str],
) -> str:
    """Return the page beside the copy.

    Parameters
    ----------
    name
        Of the study.
    fixes
        What was done, and what was left with a reason of its own.
    left
        Problems that the copy still has, by rows of the original.
    language
        ``zh`` or ``en``.
    same
        Whether the copy reads as the very same tables.
    moved
        Whether rows stand elsewhere in the copy.
    books
        Workbooks that were rewritten.
    """

    def say(key: str, **words: object) -> str:
        return PAGE[key][0 if language == "zh" else 1].format(**words)

    done = [fix for fix in fixes if fix.done]
    parts = [say("title", name=name), say("intro"), say("same" if same else "other")]
    if books:
        parts.append(say("books", files="、".join(books) if language == "zh" else ", ".join(books)))
    if moved:
        parts.append(say("rows"))
    parts.append(say("done", count=len(done)))
    parts.append("\n".join(_done_lines(done, language)) or say("none"))
    reasons = [fix for fix in fixes if not fix.done]
    parts.append(say("left", count=count_left(fixes, left)))
    lines = [f"- {fix.file}：{why(fix, language)}" for fix in reasons]
    lines += _left_lines(left, language)
    parts.append("\n".join(lines) or say("left_none"))
    return "\n\n".join(parts) + "\n"


def count_left(fixes: Sequence[Fix], left: Sequence[Problem]) -> int:
    """Return how many places are left for people, as the page and the terminal say."""
    return len(left) + sum(not fix.done for fix in fixes)


def _done_lines(fixes: Sequence[Fix], language: Language) -> Iterator[str]:
    alike: dict[tuple[str, str, str, str], list[Fix]] = defaultdict(list)
    for fix in fixes:
        alike[fix.file, fix.sheet, fix.column, fix.kind].append(fix)
    for same in alike.values():
        first = same[0]
        said = f"- {_place(first, language)}：{why(first, language)}"
        if len(same) > 1:
            said += "（{}）".format(
                PAGE["places"][0 if language == "zh" else 1].format(count=len(same))
            )
        if first.kind == "text_number":
            yield f"{said}{_example(first, language)}"
            continue
        yield said
        for fix in same[:_MOST]:
            if fix.before:
                yield f"  - {_row(fix.row, language)}`{_code(fix.before)}` → {_after(fix)}"
        if len(same) > _MOST and first.before:
            more = PAGE["more"][0 if language == "zh" else 1].format(count=len(same) - _MOST)
            yield f"  - … {more}"


def _left_lines(left: Sequence[Problem], language: Language) -> list[str]:
    alike: dict[tuple[str, str], list[Problem]] = defaultdict(list)
    for problem in by_severity(left):
        alike[problem.code, problem.file].append(problem)
    lines = []
    for same in alike.values():
        for problem in same[:_MOST]:
            value = f"`{_code(problem.value)}` " if problem.value else ""
            lines.append(f"- {problem.place(language)} {value}{problem.message(language)}")
        if len(same) > _MOST:
            more = PAGE["more"][0 if language == "zh" else 1].format(count=len(same) - _MOST)
            lines.append(f"  - … {more}")
        if same[0].repair(language):
            lines.append(f"  - → {same[0].repair(language)}")
    return lines


def _place(fix: Fix, language: Language) -> str:
    place = fix.file
    if fix.sheet:
        place += f"，工作表“{fix.sheet}”" if language == "zh" else f", sheet {fix.sheet!r}"
    if fix.column:
        place += f"，“{fix.column}”列" if language == "zh" else f", column {fix.column!r}"
    return place


def _example(fix: Fix, language: Language) -> str:
    """Return one number that was a text: all look alike."""
    at = 0 if language == "zh" else 1
    shown = PAGE["text_number"][at].format(before=_code(fix.before), after=fix.after)
    comma = "，" if language == "zh" else ", "
    return f"{comma}{PAGE['such_as'][at]}{_row(fix.row, language)}{shown}"


def _row(row: int | None, language: Language) -> str:
    if row is None:
        return ""
    return f"第 {row} 行 " if language == "zh" else f"row {row} "


def _after(fix: Fix) -> str:
    return f"`{_code(fix.after)}`" if fix.after else "∅"


def _code(text: str) -> str:
    """Return a text that stands within code marks on one line."""
    return " ".join(text.replace("`", "'").split()) or " "
