"""Reading xls, the workbooks of Excel 97 to 2003 and of older WPS, by xlrd (extra ``xls``)."""

from __future__ import annotations

from contextlib import redirect_stdout, suppress
from io import StringIO
from pathlib import Path
from typing import Any

from schoolmap.io.sheets import LockedError, Merge, Row, Sheet, SheetName


class OldWorkbook:
    """An xls file, open for reading.

    Raises
    ------
    ImportError
        Where xlrd is not installed.
    LockedError
        If a password encrypts it.
    xlrd.XLRDError and others
        If the file is damaged.
    """

    def __init__(self, path: Path) -> None:
        import xlrd

        try:
            # xlrd speaks to standard output where a file is odd; that is kept for results
            with redirect_stdout(StringIO()) as log:
                self._book: Any = xlrd.open_workbook(str(path), formatting_info=True, logfile=log)
        except xlrd.XLRDError as error:
            if "encrypted" in str(error).lower():
                raise LockedError from error
            raise

    def __enter__(self) -> OldWorkbook:
        """Return the workbook itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self._book.release_resources()

    @property
    def sheets(self) -> tuple[SheetName, ...]:
        """Names of the sheets, in order."""
        return tuple(SheetName(s.name, s.visibility != 0) for s in self._book.sheets())

    def sheet(self, name: str, *, most_rows: int | None = None) -> Sheet:
        """Return the filled rows of a sheet, at most the first `most_rows` of them."""
        sheet = self._book.sheet_by_name(name)
        rows: list[Row] = []
        for at in range(sheet.nrows):
            cells = [self._meaning(cell) for cell in sheet.row(at)]
            if any(cell is not None for cell in cells):
                rows.append((at + 1, cells))
            if most_rows is not None and len(rows) >= most_rows:
                break
        # xlrd's ranges end one beyond their last row and column
        merges = tuple(Merge(r1 + 1, r2, c1, c2 - 1) for r1, r2, c1, c2 in sheet.merged_cells)
        hidden = {at + 1 for at, info in sheet.rowinfo_map.items() if info.hidden}
        columns = {at for at, info in sheet.colinfo_map.items() if info.hidden}
        return Sheet(rows, merges, frozenset(hidden), frozenset(columns))

    def _meaning(self, cell: Any) -> object:  # noqa: ANN401
        from xlrd import biffh

        value = cell.value
        if cell.ctype in (biffh.XL_CELL_EMPTY, biffh.XL_CELL_BLANK):
            return None
        if cell.ctype == biffh.XL_CELL_ERROR:
            return biffh.error_text_from_code.get(value, "#N/A")
        if cell.ctype == biffh.XL_CELL_BOOLEAN:
            return bool(value)
        if cell.ctype == biffh.XL_CELL_TEXT:
            return value if value.strip() else None
        style = self._book.xf_list[cell.xf_index].format_key
        code = self._book.format_map[style].format_str if style in self._book.format_map else ""
        if "%" in code:
            return f"{float(value) * 100:.10g}%"
        return self._number(float(value), is_date=cell.ctype == biffh.XL_CELL_DATE)

    def _number(self, number: float, *, is_date: bool) -> object:
        from xlrd import xldate_as_datetime

        if is_date:
            with suppress(ValueError, OverflowError):
                return xldate_as_datetime(number, self._book.datemode)
        return int(number) if number.is_integer() and abs(number) < 1e15 else number
