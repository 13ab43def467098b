"""A copy of a study with its form repaired; the study itself is never touched."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from schoolmap import standards
from schoolmap.errors import InputError, Language, Problem, UsageError
from schoolmap.io.files import Source, locate
from schoolmap.io.fixing import (
    Draft,
    Fix,
    as_utf8,
    draft_bytes,
    draft_of,
    read_table,
    reread,
    same_table,
)
from schoolmap.io.fixing_grids import BOOK_KINDS
from schoolmap.io.fixing_page import FIXES_FILE, PAGE_FILES, fix_page, fix_rows
from schoolmap.io.fixing_rows import rows_before
from schoolmap.io.fixing_settings import settings_text, with_value
from schoolmap.io.fixing_values import (
    DESIGNATED,
    box_of,
    exchange_columns,
    exchange_places,
    lost_zeros,
    restore_zeros,
)
from schoolmap.io.ledger import Ledger
from schoolmap.io.reading import read_study
from schoolmap.io.settings import find_settings, read_settings
from schoolmap.io.writing import csv_text
from schoolmap.model.grades import parse_span
from schoolmap.model.study import SourceSection, StudyFile, Table
from schoolmap.pipeline.fixing_folders import below, refuse_target
from schoolmap.pipeline.placing import placed

_TABLES = ("schools", "villages")
_SECTIONS = (*_TABLES, "roads", "boundary", "terrain")
_SHAPE_PARTS = (".shp", ".dbf", ".shx", ".prj", ".cpg")


@dataclass(frozen=True)
class FixReport:
    """What became of a study in its corrected copy.

    Attributes
    ----------
    out
        Folder of the copy.
    language
        Of the study.
    fixes
        What was changed, and what was left for a reason of its own.
    left
        Problems that the copy still has, notes aside, by rows of the original.
    same
        Whether the copy reads as the very same tables, so that its model is the same.
    """

    out: Path
    language: Language
    fixes: tuple[Fix, ...]
    left: tuple[Problem, ...]
    same: bool

    @property
    def can_run(self) -> bool:
        """Whether the copy can run."""
        return not any(problem.severity == "error" for problem in self.left)


def fix_study(path: str | Path, out: Path) -> FixReport:
    """Write a copy of a study in which everything is repaired that certainly can be.

    Parameters
    ----------
    path
        Folder of the study, or its study.toml.
    out
        Folder of the copy: new, empty, or one that an earlier run wrote.

    Raises
    ------
    InputError
        If study.toml itself cannot be read.
    UsageError
        If `out` lies in the study, holds it, or holds something else.
    MachineError
        If the copy cannot be written.
    """
    file = find_settings(path)
    settings = read_settings(file)
    refuse_target(file.parent, out)
    repair = _Repair(file, settings)
    made, fixes = repair.tables()
    names, brought = repair.files()
    text = repair.settings(brought, fixes)
    language = settings.study.language
    extra = (FIXES_FILE, PAGE_FILES[language])
    keep = [source.file for source in repair.sources.values() if source.path in made]
    with placed(out, (*names, *extra), keep=[name for name in keep if name in names]) as aside:
        _copy(names, made, aside)
        if text is not None:
            (aside / file.name).write_bytes(text.encode("utf-8"))
        after = _problems(aside / file.name)
        left = tuple(repair.rows.original(problem) for problem in after)
        same = all(
            same_table(before, read_table(source, primary_last=repair.primary_last))
            for before, source in repair.reread_in(aside, brought)
        )
        books = [path.name for path in made if path.suffix.lower() in BOOK_KINDS]
        rows = fix_rows(fixes, left, language, rows_after=[problem.row for problem in after])
        (aside / FIXES_FILE).write_bytes(csv_text(rows).encode("utf-8"))
        page = fix_page(
            settings.study.name,
            fixes,
            left,
            language,
            same=same,
            moved=repair.rows.moved,
            books=books,
        )
        (aside / PAGE_FILES[language]).write_bytes(page.encode("utf-8"))
    return FixReport(out, language, tuple(fixes), left, same)


def _copy(names: Mapping[str, Path], made: Mapping[Path, bytes], folder: Path) -> None:
    """Write the files of the copy: the new bytes of those that have any, else as they are."""
    for name, origin in names.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if origin in made:
            target.write_bytes(made[origin])
        else:
            shutil.copyfile(origin, target)


class _Repair:
    """The files of a study, and what each becomes in the copy."""

    def __init__(self, file: Path, settings: StudyFile) -> None:
        self.file = file
        self.folder = file.parent
        self.declared = settings
        self.primary_last = _primary_last(settings)
        self.rows = rows_before(())
        sections: dict[str, SourceSection | None] = {n: getattr(settings, n) for n in _SECTIONS}
        self.sources: dict[str, Source] = {
            name: locate(self.folder, name, section)
            for name, section in sections.items()
            if section is not None and "://" not in section.file
        }
        self.before: dict[str, Table | None] = {
            name: self._read(self.sources[name]) for name in _TABLES if name in self.sources
        }

    def tables(self) -> tuple[dict[Path, bytes], list[Fix]]:
        """Return the new bytes of the tables' files, and what was done and left."""
        drafts: dict[str, Draft] = {}
        notes: list[Fix] = []
        for name, before in self.before.items():
            draft = draft_of(self.sources[name], primary_last=self.primary_last)
            if isinstance(draft, Draft) and not self._adaptable(draft):
                draft = Fix("settings", draft.source.file, done=False)
            if isinstance(draft, Draft) and not same_table(before, self._reread(draft)):
                draft = Fix("differs", draft.source.file, done=False)
            if isinstance(draft, Draft):
                drafts[name] = draft
            else:
                notes.append(draft)
        self._repair_values(drafts, notes)
        by_path: dict[Path, list[str]] = {}
        for name, draft in drafts.items():
            if any(fix.done for fix in draft.fixes):
                by_path.setdefault(draft.source.path, []).append(name)
        made: dict[Path, bytes] = {}
        for path, names in by_path.items():
            content = draft_bytes([drafts[name] for name in names])
            if self._holds(path, content, drafts):
                made[path] = content
                continue
            notes.append(Fix("differs", drafts[names[0]].source.file, done=False))
            for name in names:
                del drafts[name]
        sheets = {name: self._sheet(draft) for name, draft in drafts.items()}
        notes += [
            replace(fix, sheet=sheets[name])
            for name, draft in drafts.items()
            for fix in draft.fixes
        ]
        self.rows = rows_before(
            (draft, sheets[name]) for name, draft in drafts.items() if draft.source.path in made
        )
        return made, notes

    def _sheet(self, draft: Draft) -> str:
        """Return a draft's sheet as problems name it: "" where the workbook has no other."""
        before = self.before[draft.source.section]
        return draft.grid.sheet if before is None else before.sheet

    def _holds(self, path: Path, content: bytes, drafts: Mapping[str, Draft]) -> bool:
        """Return whether each table of a rewritten file reads as it should.

        One that was drafted reads as its draft does alone; one that was left, as it always did,
        row by row and with the same problems: its merged and hidden cells must all be there.
        """
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / path.name
            copy.write_bytes(content)
            for name in self.before:
                source = self.sources[name]
                if source.path != path:
                    continue
                if name in drafts:
                    there = replace(source, settings=as_utf8(source.settings), path=copy)
                    if not same_table(self._reread(drafts[name]), self._read(there)):
                        return False
                    continue
                was, now = Ledger(), Ledger()
                before = read_table(source, was, primary_last=self.primary_last)
                after = read_table(replace(source, path=copy), now, primary_last=self.primary_last)
                if not same_table(before, after) or was.problems != now.problems:
                    return False
        return True

    def _repair_values(self, drafts: dict[str, Draft], notes: list[Fix]) -> None:
        """Repair values in the drafts, as far as the reader then uses at least as many rows."""
        tables = [table for table in self.before.values() if table is not None]
        box = box_of([np.column_stack([t.numbers("lon"), t.numbers("lat")]) for t in tables])
        for name in drafts:
            self._try(drafts, name, lambda draft: exchange_columns(draft, box))
            self._try(drafts, name, lambda draft: exchange_places(draft, box))
        for name, column in (("schools", "school_id"), ("villages", "village_id")):
            zeros = lost_zeros(drafts[name], column) if name in drafts else {}
            if not zeros:
                continue
            if name == "schools" and "villages" not in drafts:
                continue  # its designations could not follow
            if self._in_use(zeros):
                notes.append(Fix("zeros_in_use", drafts[name].source.file, done=False))
                continue
            self._try(drafts, name, _zeros((column,), zeros))
            if name == "schools":
                self._try(drafts, "villages", _zeros(DESIGNATED, zeros))

    def _try(self, drafts: dict[str, Draft], name: str, repair: Callable[[Draft], Draft]) -> None:
        draft = repair(drafts[name])
        if len(draft.fixes) == len(drafts[name].fixes):
            return
        table, before = self._reread(draft), self.before[name]
        if table is not None and (before is None or len(table) >= len(before)):
            drafts[name] = draft

    def files(self) -> tuple[dict[str, Path], dict[str, str]]:
        """Return every file of the copy with its origin, and new names of files from outside."""
        found = dict(below(self.folder))
        brought: dict[str, str] = {}
        for name, source in self.sources.items():
            path = source.path
            if not path.exists() or self.folder.resolve() in path.resolve().parents:
                continue
            new = path.name if path.name not in found else f"{name}-{path.name}"
            brought[name] = new
            if path.is_dir():  # tiles of terrain
                found |= {f"{new}/{part}": tile for part, tile in below(path)}
                continue
            parts = _SHAPE_PARTS if path.suffix.lower() == ".shp" else (path.suffix,)
            for part in parts:
                if path.with_suffix(part).is_file():
                    found[str(Path(new).with_suffix(part))] = path.with_suffix(part)
        return found, brought

    def settings(self, brought: Mapping[str, str], fixes: list[Fix]) -> str | None:
        """Return the text of study.toml as the copy needs it; None where it stays as it is.

        What is changed is added to `fixes`.

        Raises
        ------
        UsageError
            If a file from outside cannot be named there.
        """
        text = settings_text(self.file.read_bytes())
        edits = [(name, "file", new, "file_brought") for name, new in brought.items()]
        encoded = {fix.file for fix in fixes if fix.kind == "encoding"}
        edits += [
            (name, "encoding", "utf-8", "encoding_key")
            for name in self.before
            if self.sources[name].file in encoded and self.sources[name].settings.encoding
        ]
        for section, key, value, kind in edits:
            changed = with_value(text, section, key, value)
            if changed is None:
                raise UsageError(
                    zh=f"study.toml 的 [{section}] {key} 不能自动改写；"
                    "请先把该文件放进资料文件夹，并把这一项单独写成一行。",
                    en=f"[{section}] {key} of study.toml cannot be adapted; put the file into the "
                    "study's folder and write this key on a line of its own.",
                )
            text = changed
            old = str(getattr(self.sources[section].settings, key))
            fixes.append(
                Fix(kind, self.file.name, column=f"{section}.{key}", before=old, after=value)
            )
        return text if edits else None

    def reread_in(
        self, folder: Path, brought: Mapping[str, str]
    ) -> Iterator[tuple[Table | None, Source]]:
        """Yield each table as it was, and where it is in the copy."""
        for name, before in self.before.items():
            source = self.sources[name]
            update: dict[str, str] = {"file": brought.get(name, source.file)}
            path = folder / update["file"].replace("\\", "/")
            if source.settings.encoding and path.is_file():
                is_utf8 = path.read_bytes().startswith(b"\xef\xbb\xbf")
                update |= {"encoding": "utf-8"} if is_utf8 else {}
            settings = source.settings.model_copy(update=update)
            yield before, replace(source, settings=settings, path=path)

    def _adaptable(self, draft: Draft) -> bool:
        """Return whether study.toml can be told of a new encoding, where it must be."""
        declared = draft.source.settings.encoding
        if declared is None or not any(fix.kind == "encoding" for fix in draft.fixes):
            return True
        text = settings_text(self.file.read_bytes())
        return with_value(text, draft.source.section, "encoding", "utf-8") is not None

    def _in_use(self, ids: Mapping[str, str]) -> bool:
        """Return whether a scenario or a hearing of the folder names one of the ids."""
        quoted = [f"{mark}{value}{mark}" for value in ids for mark in "\"'"]
        for name, path in below(self.folder):
            if name.endswith((".json", ".toml")):
                text = path.read_text(encoding="utf-8", errors="replace")
                if any(value in text for value in quoted):
                    return True
        return False

    def _read(self, source: Source) -> Table | None:
        return read_table(source, primary_last=self.primary_last)

    def _reread(self, draft: Draft) -> Table | None:
        return reread(draft, primary_last=self.primary_last)


def _zeros(names: Sequence[str], zeros: Mapping[str, str]) -> Callable[[Draft], Draft]:
    return lambda draft: restore_zeros(draft, names, zeros)


def _problems(file: Path) -> tuple[Problem, ...]:
    try:
        found = read_study(file).problems
    except InputError as error:
        found = error.problems
    return tuple(problem for problem in found if problem.severity != "note")


def _primary_last(settings: StudyFile) -> int:
    try:
        figures = standards.load(settings.study.standards, settings.rules)
    except InputError:
        figures = standards.load(())
    return parse_span(str(figures["grades.upper_primary"].value))[1]
