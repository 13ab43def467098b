"""Verbs over whole rooms: prepare a study, assess a model, publish what was found."""

from schoolmap.pipeline.prepare import network_of, prepare
from schoolmap.pipeline.publish import OUTPUT_FILES, assess, publish, show
from schoolmap.pipeline.runlog import RunLog
from schoolmap.pipeline.standing import with_standing

__all__ = [
    "OUTPUT_FILES",
    "RunLog",
    "assess",
    "network_of",
    "prepare",
    "publish",
    "show",
    "with_standing",
]
