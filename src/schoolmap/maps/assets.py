"""The page's own texts (modules, styles) and Leaflet's, which comes with its installed package."""

from __future__ import annotations

import base64
import re
from functools import cache
from pathlib import Path

from schoolmap.errors import MachineError

STATIC = Path(__file__).parent / "static"
PACKAGE = Path(__file__).parent.parent
MODULES = {"#kernel/": PACKAGE / "kernel", "#maps/": STATIC, "#network/": PACKAGE / "network"}
"""Modules import each other as ``#room/<file stem>``; package.json says the same to Node."""

_IMPORT = re.compile(r"""^(?:import|export)\b[^;"']*["'](#[a-z]+/[\w-]+)["'];""", re.MULTILINE)

LEAFLET_LICENCE = """\
Leaflet - BSD 2-Clause License
Copyright (c) 2010-2022, Volodymyr Agafonkin; Copyright (c) 2010-2011, CloudMade
All rights reserved.

Redistribution and use in source and binary forms, with or without modification, are permitted
provided that the following conditions are met:

1. Redistributions of source code must retain the above copyright notice, this list of conditions
   and the following disclaimer.
2. Redistributions in binary form must reproduce the above copyright notice, this list of
   conditions and the following disclaimer in the documentation and/or other materials provided
   with the distribution.

THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND ANY EXPRESS OR
IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND
FITNESS FOR A PARTICULAR PURPOSE ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR
CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES; LOSS OF USE,
DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER
IN CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT
OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE."""


@cache
def leaflet_js() -> str:
    """Return Leaflet's code under its licence text, ready to stand in a script element."""
    text = (_leaflet() / "leaflet.js").read_text(encoding="utf-8")
    text = re.sub(r"\n//# sourceMappingURL=\S*", "", text)
    # the attribution prefix is off, so its link is never shown; no address stays in the page
    text = text.replace("https://leafletjs.com", "leafletjs.com")
    return f"/*!\n{LEAFLET_LICENCE}\n*/\n{for_script(text)}"


@cache
def leaflet_css() -> str:
    """Return Leaflet's styles with their pictures as data."""
    folder = _leaflet()

    def picture(match: re.Match[str]) -> str:
        data = base64.b64encode((folder / match[1]).read_bytes()).decode("ascii")
        return f"url(data:image/png;base64,{data})"

    text = (folder / "leaflet.css").read_text(encoding="utf-8").replace("https://", "")
    return for_style(re.sub(r"url\((images/[\w-]+\.png)\)", picture, text))


def page_css() -> str:
    """Return the page's own styles: every file in order of name."""
    files = sorted(STATIC.glob("*.css"))
    return for_style("\n".join(path.read_text(encoding="utf-8") for path in files))


def modules(entry: str) -> dict[str, str]:
    """Return a module and all that it imports as data addresses by import name, sorted.

    Parameters
    ----------
    entry
        Import name of the module, ``#maps/page`` for example.
    """
    found: dict[str, str] = {}
    waiting = [entry]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        lead, _, stem = name.rpartition("/")
        text = (MODULES[f"{lead}/"] / f"{stem}.mjs").read_text(encoding="utf-8")
        found[name] = "data:text/javascript;base64," + base64.b64encode(text.encode()).decode()
        waiting += _IMPORT.findall(text)
    return dict(sorted(found.items()))


def for_script(text: str) -> str:
    """Return code that cannot end the script element it stands in."""
    return re.sub(r"<(?=/script|!--)", r"\\x3c", text, flags=re.IGNORECASE)


def for_style(text: str) -> str:
    """Return styles that cannot end the style element they stand in."""
    return re.sub(r"</(?=style)", r"<\\/", text, flags=re.IGNORECASE)


def _leaflet() -> Path:
    try:
        from xstatic.pkg import leaflet
    except ImportError as error:
        zh = "找不到 Leaflet：请重新安装 xstatic-leaflet。"
        en = "Leaflet is missing: install xstatic-leaflet again."
        raise MachineError(zh, en) from error
    return Path(leaflet.BASE_DIR)
