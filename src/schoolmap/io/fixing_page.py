"""What was changed and what was left, for people and for spreadsheets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from schoolmap.errors import Language, Problem, by_severity
from schoolmap.io.fixing import Fix
from schoolmap.io.texts_fixes import FIXED, LEFT, PAGE
from schoolmap.io.writing import Rows

HEADERS = ("done", "file", "row", "row_after", "column", "before", "after", "kind", "why")
FIXES_FILE = "fixes.csv"
PAGE_FILES: dict[Language, str] = {"zh": "修改说明.md", "en": "CHANGES.md"}
_MOST = 5


def fix_rows(fixes: Sequence[Fix], left: Sequence[Problem], language: Language) -> Rows:
    """Return every place that was changed (`done` 1), then what is left (`done` 0)."""
    made = [
        (f.done, f.file, f.row, f.row_after, f.column, f.before, f.after, f.kind, why(f, language))
        for f in sorted(fixes, key=lambda fix: not fix.done)
    ]
    rest = [
        (
            False,
            p.file,
            p.row,
            p.row,
            p.column,
            p.value,
            "",
            p.code,
            f"{p.message(language)} {p.repair(language)}".strip(),
        )
        for p in left
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
        Problems that the copy still has.
    language
        ``zh`` or ``en``.
    same
        Whether the copy reads as the very same tables.
    books
        Workbooks that were rewritten.
    """

    def say(key: str, **words: object) -> str:
        return PAGE[key][0 if language == "zh" else 1].format(**words)

    done = [fix for fix in fixes if fix.done]
    parts = [say("title", name=name), say("intro"), say("same" if same else "other")]
    if books:
        parts.append(say("books", files="、".join(books) if language == "zh" else ", ".join(books)))
    parts.append(say("done", count=len(done)))
    parts.append("\n".join(_done_lines(done, language)) or say("none"))
    reasons = [fix for fix in fixes if not fix.done]
    parts.append(say("left", count=len(reasons) + len(left)))
    lines = [f"- {fix.file}：{why(fix, language)}" for fix in reasons]
    lines += _left_lines(left, language)
    parts.append("\n".join(lines) or say("left_none"))
    return "\n\n".join(parts) + "\n"


def _done_lines(fixes: Sequence[Fix], language: Language) -> Iterator[str]:
    alike: dict[tuple[str, str, str], list[Fix]] = defaultdict(list)
    for fix in fixes:
        alike[fix.file, fix.column, fix.kind].append(fix)
    for (file, column, _), same in alike.items():
        first = same[0]
        place = f"{file}“{column}”" if language == "zh" else f"{file} {column!r}"
        said = f"- {place if column else file}：{why(first, language)}"
        if len(same) > 1:
            said += "（{}）".format(
                PAGE["places"][0 if language == "zh" else 1].format(count=len(same))
            )
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


def _row(row: int | None, language: Language) -> str:
    if row is None:
        return ""
    return f"第 {row} 行 " if language == "zh" else f"row {row} "


def _after(fix: Fix) -> str:
    return f"`{_code(fix.after)}`" if fix.after else "∅"


def _code(text: str) -> str:
    """Return a text that stands within code marks on one line."""
    return " ".join(text.replace("`", "'").split()) or " "
