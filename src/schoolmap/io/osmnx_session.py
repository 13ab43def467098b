"""osmnx set up for one download, and put back as it was; what servers answer, looked at first."""

from __future__ import annotations

import json
import os
import re
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from schoolmap.errors import UsageError

if TYPE_CHECKING:
    from requests import Response

OVERPASS_VARIABLE = "SCHOOLMAP_OVERPASS"
NOMINATIM_VARIABLE = "SCHOOLMAP_NOMINATIM"
PUBLIC_OVERPASS = "https://overpass-api.de/api"
PUBLIC_NOMINATIM = "https://nominatim.openstreetmap.org"

TIMEOUT_S = 180
"""What a request may take, and what Overpass is asked to give it."""

KEPT_DAYS = 30.0
"""Long enough for a county to be finished in many goes, too short to be taken for today."""

_ANSWER = re.compile(r"[0-9a-f]{40}\.json")
_BUSY = frozenset({429, 502, 503, 504})
_SHOWN = 120


@dataclass(frozen=True)
class Servers:
    """Where roads and places are asked for: bases of an Overpass and a Nominatim API."""

    overpass: str = PUBLIC_OVERPASS
    nominatim: str = PUBLIC_NOMINATIM

    @property
    def hosts(self) -> tuple[str, str]:
        """Names to show."""
        return urlsplit(self.overpass).netloc, urlsplit(self.nominatim).netloc


class BusyError(Exception):
    """The server asks to come back later; `after_s` where it says when."""

    def __init__(self, status: int, after_s: float | None) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status
        self.after_s = after_s


class RefusedRequestError(Exception):
    """The server answers that it will not: an address that is wrong, a ban."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(f"HTTP {status}: {said}")
        self.status = status
        self.said = said


class BadAnswerError(Exception):
    """Not JSON, or cut short: a proxy's page, a broken connection."""


class TooMuchError(Exception):
    """The server gave up on the query: too long or too large for it."""


@dataclass
class Answers:
    """What servers answered in one session.

    Attributes
    ----------
    count
        Answers that came over the network; what the cache gives is not counted.
    as_of
        The state of OpenStreetMap that the last one showed, as it says itself; may be empty.
    """

    count: int = 0
    as_of: str = ""

    def inspect(self, response: Response, *_: object, **__: object) -> None:
        """Look at an answer before osmnx does: it would wait unseen, or take a half for the whole.

        Raises
        ------
        BusyError, RefusedRequestError, BadAnswerError, TooMuchError
            As the answer is.
        """
        path = urlsplit(response.url).path
        if response.is_redirect or path.endswith("/status"):
            return
        if response.status_code in _BUSY:
            raise BusyError(response.status_code, _seconds(response.headers.get("Retry-After")))
        if not response.ok:
            raise RefusedRequestError(response.status_code, _plain(response.text))
        try:
            document = json.loads(response.content)
        except ValueError as error:
            raise BadAnswerError(_plain(response.text[:2000])) from error
        self.count += 1
        if not path.endswith("/interpreter"):
            if not isinstance(document, list):
                raise BadAnswerError(_plain(response.text[:2000]))
            return
        if not isinstance(document, dict) or not isinstance(document.get("elements"), list):
            raise BadAnswerError(_plain(response.text[:2000]))
        # Overpass sends what it has with a remark where it ran out of time or memory
        if "remark" in document:
            raise TooMuchError(_plain(str(document["remark"])))
        told = document.get("osm3s")
        self.as_of = str(told.get("timestamp_osm_base", "")) if isinstance(told, dict) else ""


def choose_servers(
    endpoint: str | None = None, geocoder: str | None = None, *, environment: Mapping[str, str]
) -> Servers:
    """Return the servers to ask: as told, else as the environment says, else the public ones.

    Parameters
    ----------
    endpoint
        A mirror: ``http://host`` with Overpass at ``/api`` and Nominatim at the root; or the
        address of the Overpass API itself, ending in ``/api`` (or ``/api/interpreter``).
    geocoder
        A Nominatim elsewhere.
    environment
        ``SCHOOLMAP_OVERPASS`` and ``SCHOOLMAP_NOMINATIM`` stand for the two options.

    Raises
    ------
    UsageError
        If an address is none.
    """
    given = endpoint or environment.get(OVERPASS_VARIABLE) or ""
    places = geocoder or environment.get(NOMINATIM_VARIABLE) or ""
    overpass, nominatim = PUBLIC_OVERPASS, PUBLIC_NOMINATIM
    if given:
        base = _checked(given).removesuffix("/interpreter")
        overpass = base if base.endswith("/api") else f"{base}/api"
        # a mirror without internet has no way to the public one
        nominatim = overpass.removesuffix("/api")
    if places:
        nominatim = _checked(places).removesuffix("/search")
    return Servers(overpass, nominatim)


def _checked(address: str) -> str:
    text = address.strip().rstrip("/")
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise UsageError(
            zh=f"服务器地址 {address} 不对，应形如 http://主机/api。",
            en=f"The server's address {address} is not right; write it like http://host/api.",
        )
    return text


def default_cache() -> Path:
    """Return the user's folder for what was fetched."""
    base = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "schoolmap" / "osm"


def answers_in(cache: Path) -> list[Path]:
    """Return the answers in a cache: named by a hash; nothing else is taken for one."""
    return sorted(path for path in cache.glob("*.json") if _ANSWER.fullmatch(path.name))


def forget_answers(cache: Path, *, older_than_days: float) -> None:
    """Delete answers that are too old: next year's roads are not last year's.

    Raises
    ------
    OSError
        If one cannot be deleted.
    """
    oldest = time.time() - older_than_days * 86_400.0
    for path in answers_in(cache):
        if path.stat().st_mtime <= oldest:
            path.unlink()


@contextmanager
def osmnx_session(
    servers: Servers, cache: Path, *, tags: tuple[str, ...]
) -> Iterator[tuple[Any, Answers]]:
    """Give osmnx, set up for a download, and its answers; its settings are put back afterwards.

    osmnx keeps its settings in a module, and fixes the address of a host for the whole process
    while it asks: both are put back, whatever ends the block.

    Parameters
    ----------
    servers
        Whom to ask.
    cache
        Folder for the answers: what is there is not asked for again.
    tags
        Tags of ways to keep.
    """
    import osmnx

    answers = Answers()
    mine = {
        "all_oneway": True,  # each way once, in the order of its nodes, with its own words
        "cache_folder": cache,
        "cache_only_mode": False,
        "doh_url_template": None,  # no third party is asked for the address of a host
        "http_accept_language": "zh,en",
        "http_referer": "schoolmap",
        "http_user_agent": f"schoolmap/{version('schoolmap')} (school layout; "
        f"osmnx/{version('osmnx')})",
        "log_console": False,
        "log_file": False,
        "nominatim_url": servers.nominatim,
        "overpass_rate_limit": _limits_its_rate(servers),
        "overpass_url": servers.overpass,
        "requests_kwargs": {"hooks": {"response": answers.inspect}},
        "requests_timeout": TIMEOUT_S,
        "use_cache": True,
        "useful_tags_node": [],
        "useful_tags_way": list(tags),
    }
    settings = osmnx.settings
    before = {name: getattr(settings, name) for name in mine}
    resolver = socket.getaddrinfo
    try:
        for name, value in mine.items():
            setattr(settings, name, value)
        yield osmnx, answers
    finally:
        for name, value in before.items():
            setattr(settings, name, value)
        socket.getaddrinfo = resolver


def _limits_its_rate(servers: Servers) -> bool:
    """Return whether osmnx is to ask for a slot first.

    A mirror without a limit says so in a status that osmnx would wait on for ever; it is trusted
    to answer 429 when it is busy.
    """
    return servers.overpass == PUBLIC_OVERPASS


def _seconds(text: str | None) -> float | None:
    try:
        return max(0.0, float(text)) if text else None
    except ValueError:  # a date
        return None


def _plain(text: str) -> str:
    """Return the beginning of an answer without its mark-up, to show."""
    words = " ".join(re.sub(r"<[^>]*>", " ", text).split())
    return words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"
