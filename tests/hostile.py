"""Names that somebody could write to do harm, or that are merely unlucky."""

from __future__ import annotations

NAMES: dict[str, str] = {
    "image": "<img src=x onerror=alert(1)>",
    "script": "</script><script>alert(1)</script>",
    "comment": "<!-- <script>",
    "cdata": "]]> & &amp; &#39;",
    "template literal": "`${alert(1)}`",
    "jinja": "{{7*7}} {% raw %} {#",
    "braces": "{} {0} {x} %s %(x)s",
    "formula": "=cmd|' /C calc'!A0",
    "sum": "@SUM(1)",
    "plus": "+1+1",
    "minus": "-1-1",
    "proto": "__proto__",
    "constructor": "constructor",
    "to string": "toString",
    "override": "a\u202egpj.exe",
    "isolate": "b\u2067cd",
    "arabic": "مدرسة القرية",
    "combining": "e" + "\u0301" * 40 + "z",
    "emoji": "家👨‍👩‍👧‍👦🏫",
    "rare": "𠮷田𡈽小学",
    "long": "长" * 200,
    "long latin": "x" * 200,
    "markup": "[red]red[/red] [/] [link=http://x]y[/link]",
    "clear screen": "c\x1b[2Jd",
    "link": "l\x1b]8;;http://x\x07m\x1b]8;;\x07",
    "bell": "n\x07\x7f\x9b31m",
    "mathtext": r"$\frac{1}{0}$ $",
    "backslash": "a\\b\\n",
    "quotes": "'\"“”«»",
    "path": "../../etc/passwd",
    "device": "CON",
    "pipe": "a|b,c;d\te",
    "percent": "100%25 %2e%2e",
    "excel escape": "_x000D_ _x0041_",
    "separator": "p\u2028q\u2029r",
    "url": "javascript:alert(1)",
    "empty looking": "\u3164",
    "wiki": "**b** _i_ # [x](y)",
}
"""By what each tries."""

IDS: tuple[str, ...] = (
    "S/1", "../S2", "S|3", 'S"4', "S'5", "S%6", "<S7>", "__proto__", "constructor", "toString", "CON",
    "NUL", "=S8", "S 9", "{S10}", "[S11]", "$S12$", "学校13", "S#14", "S?15", "S&16", "S;17", "S,18", "0",
    "-1", "+2", "@3", "a\\b", "hasOwnProperty", "null", "undefined", "NaN",
)  # fmt: skip
"""Ids that a program could mistake for something else."""
