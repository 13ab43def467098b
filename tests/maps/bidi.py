"""A small WebDriver BiDi client: drives Debian's Firefox over its own remote protocol."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
_OPEN_S = 60.0
_PREFERENCES = {
    "app.update.disabledForTesting": True,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.connectivity-service.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.proxy.type": 1,  # a proxy that is not there: nothing leaves the machine
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "toolkit.telemetry.enabled": False,
}


class Tab:
    """One page of a running Firefox."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._count = 0
        self.log: list[str] = []
        """Console entries and errors of the page, as text."""
        self._send("session.new", {"capabilities": {}})
        self._send("session.subscribe", {"events": ["log.entryAdded"]})
        tree = self._send("browsingContext.getTree", {})
        self._context = str(tree["contexts"][0]["context"])

    def open(self, address: str, *, width: int = 1440, height: int = 900) -> None:
        """Go to an address and wait until it is loaded."""
        viewport = {"width": width, "height": height}
        self._send("browsingContext.setViewport", {"context": self._context, "viewport": viewport})
        self._send(
            "browsingContext.navigate",
            {"context": self._context, "url": address, "wait": "complete"},
        )

    def evaluate(self, expression: str) -> Any:
        """Return what an expression (or the promise that it gives) comes to, by way of JSON."""
        wrapped = f"Promise.resolve({expression}).then(v => JSON.stringify(v ?? null))"
        answer = self._send(
            "script.evaluate",
            {
                "expression": wrapped,
                "target": {"context": self._context},
                "awaitPromise": True,
            },
        )
        if answer["type"] != "success":
            raise AssertionError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def picture(self) -> str:
        """Return a screenshot as base64 text of a PNG file."""
        answer = self._send("browsingContext.captureScreenshot", {"context": self._context})
        return str(answer["data"])

    def _send(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        self._count += 1
        self._socket.send(json.dumps({"id": self._count, "method": method, "params": params}))
        while True:
            message = json.loads(self._socket.recv(timeout=_OPEN_S))
            if message.get("method") == "log.entryAdded":
                entry = message["params"]
                self.log.append(f"{entry['level']}: {entry['text']}")
            if message.get("id") != self._count:
                continue
            if message["type"] == "error":
                msg = f"{method}: {message['message']}"
                raise AssertionError(msg)
            result: dict[str, Any] = message["result"]
            return result


@contextmanager
def firefox() -> Iterator[Tab]:
    """Give a tab of a headless Firefox with a profile of its own; ended afterwards."""
    assert FIREFOX is not None
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        lines = [f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in _PREFERENCES.items()]
        (Path(profile) / "user.js").write_text("\n".join(lines), encoding="utf-8")
        command = [FIREFOX, "--headless", "--no-remote", "--profile", profile]
        process = subprocess.Popen(
            [*command, "--remote-debugging-port", "0"],
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
        )
        try:
            with connect(_address(process), max_size=2**28, proxy=None) as socket:
                yield Tab(socket)
        finally:
            process.terminate()
            process.wait(timeout=20)
            assert process.stderr is not None
            process.stderr.close()


def _address(process: subprocess.Popen[str]) -> str:
    """Return where Firefox listens, which it says on its error stream."""
    assert process.stderr is not None
    for line in process.stderr:
        found = re.search(r"WebDriver BiDi listening on (ws://\S+)", line)
        if found:
            return f"{found[1]}/session"
    msg = "Firefox ended before it listened"
    raise AssertionError(msg)
