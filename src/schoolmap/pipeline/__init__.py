"""Verbs over whole rooms: prepare a study, assess a model, publish what was found."""

from schoolmap.pipeline.assessing import Origin, assess, compare
from schoolmap.pipeline.comparing import ScenarioFile, publish_comparison, read_scenarios
from schoolmap.pipeline.forecasting import FORECAST_FILES, forecast, publish_forecast
from schoolmap.pipeline.judging import JudgedPlan, judge, judge_all
from schoolmap.pipeline.prepare import network_of, prepare
from schoolmap.pipeline.publish import OUTPUT_FILES, publish, show
from schoolmap.pipeline.runlog import RunLog
from schoolmap.pipeline.standing import with_standing

__all__ = [
    "FORECAST_FILES",
    "OUTPUT_FILES",
    "JudgedPlan",
    "Origin",
    "RunLog",
    "ScenarioFile",
    "assess",
    "compare",
    "forecast",
    "judge",
    "judge_all",
    "network_of",
    "prepare",
    "publish",
    "publish_comparison",
    "publish_forecast",
    "read_scenarios",
    "show",
    "with_standing",
]
