"""Asking a server again, politely, and saying in plain words why it did not answer."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from schoolmap.errors import MachineError
from schoolmap.io.osmnx_session import (
    BadAnswerError,
    BusyError,
    RefusedRequestError,
    answers_in,
)

Notice = Callable[[str, str], None]
"""Tells the user something while it goes on, in Chinese and in English."""

TRIES = 6
_FIRST_WAIT_S, _LONGEST_WAIT_S, _RECONNECT_S = 15.0, 240.0, 2.0
_RECONNECTS = 2


@dataclass
class Progress:
    """How far a download is, told to the caller as it goes.

    Attributes
    ----------
    moved
        Called with the tiles done and all tiles.
    notice
        Called with a line for the user.
    wait
        Waits so many seconds.
    """

    moved: Callable[[int, int], None]
    notice: Notice
    wait: Callable[[float], None] = field(default_factory=lambda: time.sleep)


def patiently(ask: Callable[[], Any], host: str, cache: Path, progress: Progress) -> Any:  # noqa: ANN401
    """Return what `ask` does; a server that is busy or stumbles is asked again, ever later.

    Raises
    ------
    MachineError
        If it refuses, cannot be reached, or is no better after `TRIES` tries.
    """
    import requests

    wait_s = _FIRST_WAIT_S
    for left in range(TRIES - 1, -1, -1):
        try:
            return ask()
        except json.JSONDecodeError as error:
            # a run that was stopped while it wrote; network answers never get here
            if not _without_broken(cache):
                raise bad_answer(host, str(error)) from error
        except RefusedRequestError as error:
            raise _refused(host, error) from error
        except (BusyError, BadAnswerError, requests.exceptions.RequestException) as error:
            if left == 0 or (_unreachable(error) and left < TRIES - _RECONNECTS):
                raise _gave_up(host, error) from error
            pause = min(_asked_for(error, wait_s), _LONGEST_WAIT_S)
            progress.notice(*_told(host, error, pause, TRIES - left))
            progress.wait(pause)
            wait_s *= 2.0
    raise AssertionError  # pragma: no cover


def _unreachable(error: Exception) -> bool:
    import requests

    # a timeout while connecting is of both kinds
    return isinstance(error, requests.exceptions.ConnectionError)


def _asked_for(error: Exception, wait_s: float) -> float:
    if isinstance(error, BusyError) and error.after_s is not None:
        return error.after_s
    return _RECONNECT_S if _unreachable(error) else wait_s


def _told(host: str, error: Exception, pause: float, tries: int) -> tuple[str, str]:
    zh, en = _reason(error)
    return (
        f"{host} {zh}，{pause:.0f} 秒后再试（第 {tries} 次，共 {TRIES} 次）。",
        f"{host} {en}; trying again in {pause:.0f} s (attempt {tries} of {TRIES}).",
    )


def _reason(error: Exception) -> tuple[str, str]:
    import requests

    if isinstance(error, BusyError):
        return f"正忙（{error.status}）", f"is busy ({error.status})"
    if isinstance(error, BadAnswerError):
        return "的回答不完整或不是数据", "sent half an answer, or no data"
    if isinstance(error, requests.exceptions.Timeout):
        return "没有按时回答", "did not answer in time"
    if _unreachable(error):
        return "连接不上", "cannot be reached"
    return "中断了连接", "broke off"


def _gave_up(host: str, error: Exception) -> MachineError:
    if isinstance(error, BadAnswerError):
        return bad_answer(host, str(error))
    zh, en = _reason(error)
    if _unreachable(error):
        return MachineError(
            zh=f"{host} 连接不上：这台电脑可能没有连接互联网。请在能上网的电脑上运行，"
            "或用 --endpoint 指定内网镜像。已取得的部分已保存；原有文件未改动。",
            en=f"{host} cannot be reached: this computer may have no internet. Run it on one that "
            "has, or name a mirror by --endpoint. What was fetched is kept; the output is as it "
            "was.",
        )
    return MachineError(
        zh=f"{host} {zh}，试了 {TRIES} 次。请过一会儿重新运行，会从中断处继续。原有文件未改动。",
        en=f"{host} {en}, {TRIES} times. Run the command again later; it goes on where it "
        "stopped. The output is as it was.",
    )


def bad_answer(host: str, said: str) -> MachineError:
    """Return what to say of an answer that is no answer; `said` is how it begins."""
    shown_zh, shown_en = (f"（“{said}”）", f" ({said!r})") if said else ("", "")
    return MachineError(
        zh=f"{host} 的回答不完整或不是数据{shown_zh}：可能是网络代理的登录页，或地址不对。"
        "请检查网络和 --endpoint；已取得的部分已保存，原有文件未改动。",
        en=f"{host} sent half an answer, or no data{shown_en}: a proxy's page perhaps, or a wrong "
        "address. Check the network and --endpoint; what was fetched is kept, the output is as "
        "it was.",
    )


def _refused(host: str, error: RefusedRequestError) -> MachineError:
    return MachineError(
        zh=f"{host} 拒绝了请求（{error.status}：{error.said}）。请检查 --endpoint 的地址。",
        en=f"{host} refused the request ({error.status}: {error.said}). Check --endpoint.",
    )


def _without_broken(cache: Path) -> int:
    """Remove answers in the cache that are not whole; return how many there were."""
    removed = 0
    for path in answers_in(cache):
        try:
            json.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            with suppress(OSError):
                path.unlink()
                removed += 1
    return removed
