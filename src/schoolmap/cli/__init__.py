"""Talks to a terminal: parses, calls the library, prints, and turns errors into exit codes."""

import schoolmap.cli.checking
import schoolmap.cli.codes
import schoolmap.cli.diffing
import schoolmap.cli.hearing
import schoolmap.cli.roads
import schoolmap.cli.starting  # noqa: F401  (adds its command)
from schoolmap.cli.commands import app
from schoolmap.cli.running import main

__all__ = ["app", "main"]
