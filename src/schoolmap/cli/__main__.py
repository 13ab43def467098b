"""``python -m schoolmap.cli``."""

from schoolmap.cli.running import main

main()
