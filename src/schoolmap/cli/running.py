"""Runs a command and ends with the exit code of the contract.

0 done, 1 the input is at fault, 2 wrong usage, 3 a bug or the machine at fault.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from contextlib import suppress

import typer

from schoolmap.cli.console import choose_language, say, show_problems
from schoolmap.cli.misuse import told_zh
from schoolmap.errors import InputError, Language, MachineError, UsageError

_INTERRUPTED = 130
"""What the command line's library returns for Ctrl-C, without a word."""
EXIT_INPUT, EXIT_USAGE, EXIT_MACHINE = 1, 2, 3
_INTERRUPTED = 130
"""What typer makes of Ctrl-C in a command."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave the process with its exit code."""
    _be_told_to_stop()
    _write_anything()
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: list[str]) -> int:
    """Run the command line and return its exit code.

    Parameters
    ----------
    arguments
        As given after the program's name.
    """
    from schoolmap.cli.commands import app

    language = choose_language(_option(arguments, "--lang"))
    try:
        # without standalone mode, a command that exits early returns its code
        code = app(arguments, prog_name="schoolmap", standalone_mode=False)
        if code == _INTERRUPTED:
            code = _tell(KeyboardInterrupt(), language)
    except (Exception, KeyboardInterrupt) as error:
        code = _tell(error, language)
        if code is None and "--debug" in arguments:
            raise
        return EXIT_MACHINE if code is None else code
    if code == _INTERRUPTED:
        return _tell(KeyboardInterrupt(), language) or EXIT_MACHINE
    return code if isinstance(code, int) else 0


def _be_told_to_stop() -> None:
    """Take a request to end (a closed window, a service that stops) as Ctrl-C is taken."""
    for name in ("SIGTERM", "SIGHUP", "SIGBREAK"):
        number = getattr(signal, name, None)
        if number is not None:
            signal.signal(number, signal.default_int_handler)


def _write_anything() -> None:
    """Print a mark where a terminal's encoding lacks a character, instead of stopping there."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _hang_up() -> None:
    """Let nothing more be written to a pipe that nobody reads."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _tell(error: BaseException, language: Language) -> int | None:
    """Say what went wrong; return the exit code, None where it is a bug."""
    code: int | None = EXIT_MACHINE
    if isinstance(error, InputError):
        show_problems(error.problems, language=language)
        code = EXIT_INPUT
    elif isinstance(error, UsageError | MachineError):
        say(language, error.zh, error.en, style="red")
        code = EXIT_USAGE if isinstance(error, UsageError) else EXIT_MACHINE
    elif isinstance(error, typer.Abort | KeyboardInterrupt):
        say(language, "已中断；原有文件未改动。", "Interrupted; what was there is unchanged.")
    elif isinstance(error, BrokenPipeError):
        _hang_up()  # `schoolmap check … | head` has read enough
        code = 0
    elif isinstance(error, MemoryError):
        say(
            language,
            "内存不足，原有文件未改动。请关闭其他程序，或换一台内存更大的电脑，再运行一次。",
            "Out of memory; what was there is unchanged. Close other programs, or use a machine "
            "with more memory, and run again.",
            style="red",
        )
    elif isinstance(error, _parsing_error()):
        if language == "zh":
            say(language, told_zh(error), "", style="red")
        else:
            error.show()
        code = EXIT_USAGE
    elif _is_of_storage(error):
        say(
            language,
            f"写不进去（{error}）：磁盘已满，或文件大小受限。原有文件未改动；请腾出空间再运行一次。",
            f"Nothing more can be written ({error}): the disk is full, or the size of files is "
            "limited. What was there is unchanged; make room and run again.",
            style="red",
        )
    else:
        what = f"{type(error).__name__}: {error}"
        say(
            language,
            f"程序出错（{what}）。请加 --debug 重新运行，并把输出报告给我们。",
            f"This is a bug ({what}). Please run again with --debug and report what it prints.",
            style="red",
        )
        code = None
    return code


def _is_of_storage(error: BaseException) -> bool:
    """Return whether a stream or a database found no room to write to."""
    import sqlite3

    full = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
    return isinstance(error, sqlite3.OperationalError) or (
        isinstance(error, OSError) and error.errno in full
    )


def _parsing_error() -> type[typer.BadParameter]:
    """Return the base of usage errors: of click, or of the click that newer typers carry."""
    return next(c for c in typer.BadParameter.__mro__ if c.__name__ == "ClickException")


def _option(arguments: list[str], name: str) -> str | None:
    """Return the value of an option before the command line is parsed, for its own errors."""
    for at, argument in enumerate(arguments):
        if argument.startswith(f"{name}="):
            return argument.split("=", 1)[1]
        if argument == name and at + 1 < len(arguments):
            return arguments[at + 1]
    return None
