"""A PostgreSQL with PostGIS of the tests' own, on loopback; Debian's packages, a folder of its own.

The server refuses to run as root, so root hands the folder to a user without rights.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

USER = "planner"
PASSWORD = "geheim-秘"  # noqa: S105 (of a server that lives as long as the tests)


def find_server() -> Path | None:
    """Return the newest folder of PostgreSQL's programs that has PostGIS beside it."""
    found = sorted(
        (p for p in Path("/usr/lib/postgresql").glob("*/bin/initdb")),
        key=lambda p: int(p.parts[-3]),
        reverse=True,
    )
    shares = Path("/usr/share/postgresql")
    for initdb in found:
        if (shares / initdb.parts[-3] / "extension" / "postgis.control").is_file():
            return initdb.parent
    return None


@contextmanager
def running_server() -> Iterator[str]:
    """Give the URL of a new, empty database with PostGIS; skipped (in CI: failed) without one."""
    programs = find_server()
    if programs is None:
        reason = "no PostgreSQL with PostGIS (apt install postgresql-postgis)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    folder = Path(tempfile.mkdtemp(prefix="schoolmap-pg-"))
    port = _free_port()
    try:
        _hand_over(folder)
        data = folder / "data"
        secret = folder / "secret"
        secret.write_text(PASSWORD, encoding="utf-8")
        secret.chmod(0o644)
        _as_user(programs / "initdb", "-D", data, "-U", USER, "-A", "scram-sha-256",
                 f"--pwfile={secret}", "-E", "UTF8", "--no-sync", "--locale=C.UTF-8")  # fmt: skip
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c fsync=off -k {folder}"
        _as_user(
            programs / "pg_ctl", "-D", data, "-l", folder / "log", "-w", "-o", options, "start"
        )
        try:
            yield f"postgresql://{USER}@127.0.0.1:{port}/postgres"
        finally:
            _as_user(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    # the class behind the guard of the tests: nothing is sent, a number is asked for
    with socket.socket(socket.AF_INET) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _unprivileged() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def _hand_over(folder: Path) -> None:
    user = _unprivileged()
    if user is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)


def _as_user(program: Path, *arguments: object) -> None:
    user = _unprivileged()
    done = subprocess.run(
        [str(program), *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        cwd="/",
        check=False,
        env={"PATH": os.environ.get("PATH", "/usr/bin"), "LC_ALL": "C.UTF-8"},
        **({} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}),
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
