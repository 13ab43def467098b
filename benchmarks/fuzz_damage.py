"""What can go wrong with a file on its way from a desk to ours: one damage after another, drawn."""

from __future__ import annotations

import copy
from collections.abc import Callable
from random import Random
from typing import Any

from benchmarks.fuzz_files import Grid, Shapes

HOSTILE: tuple[object, ...] = (
    "", " ", "\u3000", "-", "—", "/", "无", "null", "NaN", "nan", "inf", "-inf",
    "Infinity", "1e400",
    "1e308", "-1e308", "1e999999999", "1e-999999999", "1e999999万", "1E15亩", "-0.0",
    "0", "00", "-1",
    "+1", "1,234", "1,23,4", "1 234", "１２３", "١٢٣", "²", "½", "Ⅳ", "〇", "三十", "0x10", "1_000",
    "9" * 25, "9" * 5000, "0." + "1" * 400, "5-12", "1-6", "6-1", "2024-01-06", "1月6日", "6-Jan",
    "一至六年级", "1-99", "0-0", "小学", "211", "211 小学", "999", "=cmd|' /C calc'!A0", "@SUM(1)",
    "+1+1", "\t=1+1", "\r=1+1", "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "<!--", "]]>", "`${x}`", "{{7*7}}", "{x}", "{}", "{0}", "%s", "%", "\\", '"', "'",
    '"""', "',",
    "[red]x[/red]", "[/]", "[link=x]y[/link]", "\x1b[2J",
    "\x1b]8;;http://x\x07y\x1b]8;;\x07", "\x07",
    "\x00", "a\x00b", "\x0b", "\x85", "\u2028", "\n", "a\nb", "a\r\nb", "\u202eabc",
    "\u200f", "\u200b",
    "\ufeff", "\ufffe", "e" + "\u0301" * 60, "👨‍👩‍👧‍👦", "𠮷", "ﷺ" * 30, "长" * 200,
    "x" * 200, "x" * 40000,
    "__proto__", "constructor", "toString", "..", "../..", "/", "a/b", "a|b", "CON",
    "NUL", "nul.txt",
    "$\\frac{1}{0}$", "$", "$$", "_x000D_", "_xD800_", "#REF!", "#DIV/0!", "#N/A",
    "TRUE", "是", "否",
    "111°40′12″", "东经111度", "36.2N", "111.5,36.2", "1e3", "45元", "3.5万", "30 亩", "30 头", "m2",  # noqa: E501
    None, True, False, 0, -1, 1, 3, 10**9, 10**12, 10**15, 2**31, 2**53, 2**63,
    -(2**63), 10**20, 0.5,
    -0.0, 1e-300, 1e308, 5e-324, float("nan"), float("inf"), float("-inf"), 111.5,
    36.2, 180.0, 90.0,
    181.0, 91.0, 0.1, 211, 312, 999, 1.5,
)  # fmt: skip
"""Cells that somebody has written, or could."""

NUMBERS: tuple[float, ...] = (
    0.0, -0.0, 1.0, -1.0, 90.0, 180.0, 180.0000001, 181.0, -180.0, 1e5, 4e6, 1e15,
    1e20, 1e154, 1e200,
    1e308, -1e308, 5e-324, 1e-300, float("nan"), float("inf"), float("-inf"), 111.5, 36.2,
)  # fmt: skip
ENCODINGS = (
    "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "big5",
    "shift_jis", "utf-7",
    "latin-1", "cp437", "utf-8",
)  # fmt: skip


# --- bytes


def damage_bytes(raw: bytes, rng: Random) -> bytes:
    """Return bytes flipped, put in, cut out, doubled, blanked or exchanged, once to a few times."""
    data = bytearray(raw)
    for _ in range(rng.choice((1, 1, 1, 2, 4, 12))):
        at = rng.randrange(len(data) + 1)
        size = rng.choice((1, 1, 2, 4, 16, 200, 3000))
        rng.choice(_BYTES)(data, at, size, rng)
    return bytes(data)


def _flip(data: bytearray, at: int, size: int, rng: Random) -> None:
    for k in range(at, min(at + size, len(data), at + 16)):
        data[k] ^= 1 << rng.randrange(8)


def _insert(data: bytearray, at: int, size: int, rng: Random) -> None:
    data[at:at] = rng.randbytes(min(size, 64))


def _insert_text(data: bytearray, at: int, _size: int, rng: Random) -> None:
    word = rng.choice(HOSTILE)
    data[at:at] = str(word).encode("utf-8", "replace")[:2000]


def _cut(data: bytearray, at: int, size: int, _rng: Random) -> None:
    del data[at : at + size]


def _truncate(data: bytearray, at: int, _size: int, _rng: Random) -> None:
    del data[at:]


def _double(data: bytearray, at: int, size: int, _rng: Random) -> None:
    data[at:at] = data[at : at + size]


def _blank(data: bytearray, at: int, size: int, rng: Random) -> None:
    end = min(at + size, len(data))
    data[at:end] = rng.choice((b"\x00", b"\xff", b" ", b"9", b"\n")) * (end - at)


def _exchange(data: bytearray, at: int, size: int, rng: Random) -> None:
    other = rng.randrange(len(data) + 1)
    block = bytes(data[at : at + size])
    data[other : other + len(block)] = block


_BYTES: tuple[Callable[[bytearray, int, int, Random], None], ...] = (
    _flip, _flip, _insert, _insert_text, _cut, _truncate, _double, _blank, _exchange,
)  # fmt: skip


def damage_encoding(raw: bytes, rng: Random) -> bytes:
    """Return a text in another encoding, or in two, or with its byte order mark at odds."""
    text = raw.decode("utf-8-sig", errors="replace")
    how = rng.randrange(5)
    if how == 0:
        return text.encode(rng.choice(ENCODINGS), errors="replace")
    if how == 1:
        cut = rng.randrange(len(text) + 1)
        ends = [rng.choice(ENCODINGS) for _ in range(2)]
        return text[:cut].encode(ends[0], "replace") + text[cut:].encode(ends[1], "replace")
    if how == 2:
        marks = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\x00\x00", b"\xef\xbb")
        return rng.choice(marks) + text.encode(rng.choice(("utf-8", "gb18030")), "replace")
    if how == 3:
        garbled = text.encode("utf-8").decode("gb18030", errors="replace")
        return garbled.encode("utf-8", "replace")
    return text.replace("\n", rng.choice(("\r", "\n\r", "\r\r\n", "\x0b", "\u2028"))).encode(
        "utf-8"
    )


# --- cells and headers


def damage_cells(grid: Grid, rng: Random) -> Grid:
    """Return a table with cells below the header exchanged for what nobody expects."""
    result = [list(row) for row in grid]
    for _ in range(rng.choice((1, 1, 2, 5, 40))):
        row = rng.randrange(1, len(result))
        column = rng.randrange(len(result[0]))
        how = rng.randrange(8)
        if how < 5:
            result[row][column] = rng.choice(HOSTILE)
        elif how == 5:
            other = rng.randrange(1, len(result))
            result[row][column] = result[other][rng.randrange(len(result[0]))]
        elif how == 6:
            word = rng.choice(HOSTILE)
            for each in result[1:]:
                each[column] = word
        else:
            result[row] = [rng.choice((None, "", " "))] * len(result[0])
    if rng.random() < 0.2:
        result[rng.randrange(1, len(result))] = list(rng.choice(result[1:]))
    return result


def damage_header(grid: Grid, rng: Random) -> Grid:
    """Return a table whose header, columns or rows are not what they were."""
    result = [list(row) for row in grid]
    width = len(result[0])
    for _ in range(rng.choice((1, 1, 2, 3))):
        result[0:1] = (
            [[*result[0], *[None] * (width - len(result[0]))]] if result else [[None] * width]
        )
        at, other = rng.randrange(width), rng.randrange(width)
        rng.choice(_HEADERS)(result, at, other, rng)
    return result


def _rename(grid: Grid, at: int, _other: int, rng: Random) -> None:
    grid[0][at] = rng.choice(HOSTILE)


def _unit(grid: Grid, at: int, _other: int, rng: Random) -> None:
    unit = rng.choice(("万元", "亩", "人", "km", "m/s", "头", "", "{x}", "[red]", "1e9"))
    grid[0][at] = f"{grid[0][at]}{rng.choice('(（[')}{unit}{rng.choice(')）] ')}"


def _same(grid: Grid, at: int, other: int, _rng: Random) -> None:
    grid[0][at] = grid[0][other]


def _drop(grid: Grid, at: int, _other: int, _rng: Random) -> None:
    for row in grid:
        if at < len(row):
            row[at] = None


def _merge(grid: Grid, at: int, other: int, rng: Random) -> None:
    grid[0][at] = f"{grid[0][at]}{rng.choice(('/', chr(10), ' ', ''))}{grid[0][other]}"


def _swap(grid: Grid, at: int, other: int, _rng: Random) -> None:
    for row in grid:
        if max(at, other) < len(row):
            row[at], row[other] = row[other], row[at]


def _title(grid: Grid, _at: int, _other: int, rng: Random) -> None:
    rows: list[list[object]] = [[rng.choice(HOSTILE)] for _ in range(rng.choice((1, 3, 20)))]
    grid[0:0] = rows


def _header_again(grid: Grid, _at: int, _other: int, rng: Random) -> None:
    grid.insert(rng.randrange(len(grid)), list(grid[0]))


def _ragged(grid: Grid, at: int, _other: int, rng: Random) -> None:
    row = grid[rng.randrange(len(grid))]
    if rng.random() < 0.5:
        del row[at:]
    else:
        row.extend([rng.choice(HOSTILE)] * rng.choice((1, 5, 300)))


def _no_rows(grid: Grid, _at: int, _other: int, rng: Random) -> None:
    del grid[rng.choice((0, 1, 1, 2)) :]


_HEADERS = (
    _rename, _rename, _unit, _same, _drop, _merge, _swap, _title, _header_again,
    _ragged, _no_rows,
)  # fmt: skip


# --- shapes


def damage_shapes(shapes: Shapes, rng: Random) -> Shapes:
    """Return a layer with geometries and properties that no map should hold."""
    properties = [list(row) for row in shapes.properties]
    geometries = copy.deepcopy(shapes.geometries)
    for _ in range(rng.choice((1, 1, 2, 5, 40))):
        if not geometries:
            break
        at = rng.randrange(len(geometries))
        how = rng.randrange(6)
        if how == 0 and properties[at]:
            properties[at][rng.randrange(len(properties[at]))] = rng.choice(HOSTILE)
        elif how == 1:
            del properties[at], geometries[at]
        elif how == 2:
            geometries.append(copy.deepcopy(geometries[at]))
            properties.append(list(properties[at]))
        else:
            geometries[at] = _geometry(geometries[at], rng)
    names = list(shapes.names)
    if names and rng.random() < 0.15:
        words = ("length_m", "speed_kmh", "oneway", "class", "名称", "lon", "限速(m/s)", "x")
        names[rng.randrange(len(names))] = rng.choice(words)
        names = list(dict.fromkeys(names))
    properties = [row[: len(names)] for row in properties]
    return Shapes(tuple(names), properties, geometries)


def _geometry(given: dict[str, Any] | None, rng: Random) -> dict[str, Any] | None:
    if given is None or "coordinates" not in given:
        return given
    kind, xy = given["type"], copy.deepcopy(given["coordinates"])
    point, line = [111.5, 36.2], [[111.49, 36.2], [111.5, 36.21], [111.49, 36.21], [111.5, 36.2]]
    made: tuple[Callable[[], dict[str, Any] | None], ...] = (
        lambda: None,
        lambda: {"type": kind, "coordinates": []},
        lambda: {"type": "Point", "coordinates": point},
        lambda: {"type": "MultiPoint", "coordinates": [point, point]},
        lambda: {"type": "LineString", "coordinates": [point]},
        lambda: {"type": "LineString", "coordinates": [point, point]},
        lambda: {"type": "LineString", "coordinates": line},
        lambda: {"type": "MultiLineString", "coordinates": [line, line[:2], []]},
        lambda: {"type": "Polygon", "coordinates": [[*line, line[0]]]},
        lambda: {"type": "Polygon", "coordinates": [[point, point, point, point]]},
        lambda: {"type": "MultiPolygon", "coordinates": [[[*line, line[0]]], [[*line, line[0]]]]},
        lambda: {"type": "GeometryCollection", "geometries": [given, given]},
        lambda: {"type": "GeometryCollection", "geometries": []},
        lambda: {"type": kind, "coordinates": _numbers(xy, rng, lambda p: [*p, 7.5])},
        lambda: {"type": kind, "coordinates": _numbers(xy, rng, lambda p: p[::-1])},
        lambda: {"type": kind, "coordinates": _numbers(xy, rng, _absurd(rng), share=0.1)},
        lambda: {"type": kind, "coordinates": _numbers(xy, rng, _absurd(rng))},
        lambda: {"type": kind, "coordinates": _numbers(xy, rng, lambda _: point)},
        lambda: {"type": kind, "coordinates": xy[::-1]},
        lambda: {"type": kind, "coordinates": xy * 20},
        lambda: {"type": rng.choice(("LineString", "Polygon", "Circle")), "coordinates": xy},
    )
    return rng.choice(made)()


def _absurd(rng: Random) -> Callable[[list[float]], list[float]]:
    one, both = rng.choice(NUMBERS), rng.random() < 0.5
    return lambda p: [one, one] if both else [one, *p[1:]]


def _numbers(
    nested: list[Any], rng: Random, change: Callable[[list[float]], list[float]], share: float = 1.0
) -> list[Any]:
    if nested and isinstance(nested[0], int | float):
        return change(nested) if rng.random() < share else nested
    return [_numbers(item, rng, change, share) for item in nested]
