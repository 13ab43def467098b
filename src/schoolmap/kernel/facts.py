"""What one school reports about itself, and the row that an inspection says about each fact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from schoolmap.errors import UsageError
from schoolmap.model.evaluation import Evaluation
from schoolmap.model.grades import STAGES, Stage
from schoolmap.model.layout import LayoutModel
from schoolmap.model.resources import RESOURCES
from schoolmap.model.rules import Standard


@dataclass(frozen=True, kw_only=True)
class SchoolFacts:
    """What a school reports about itself.

    Attributes
    ----------
    school_id, name, name_en, county, year, township
        For the heading; may be empty.
    type_code, grades
        办学类型 code (0 unknown) and first and last grade, None where not known.
    primary, junior, senior
        Pupils by stage; fractions are possible after a plan.
    roll_reported
        False where the pupils are those that the model assigns, because none were reported.
    is_through
        Whether the school serves primary and junior grades by its span.
    in_scope_2017
        Whether the 2017 method counts the school; where it does not, its thresholds are not tested.
    classes, seats, beds, boarders
        None where not given.
    resources
        Schools columns by name, in the column's unit, for the school (``books``) or one stage of it
        (``books_primary``); absent or None where not given, which is never the same as 0.
    """

    school_id: str
    name: str
    name_en: str = ""
    county: str = ""
    year: str = ""
    township: str = ""
    type_code: int = 0
    grades: tuple[int, int] | None = None
    primary: float = 0.0
    junior: float = 0.0
    senior: float = 0.0
    roll_reported: bool = True
    is_through: bool = False
    in_scope_2017: bool = True
    classes: float | None = None
    seats: float | None = None
    beds: float | None = None
    boarders: float | None = None
    resources: Mapping[str, float | None] = field(default_factory=dict)

    def pupils(self, stage: Stage) -> float:
        """Return the pupils of a stage."""
        return self.primary if stage == "primary" else self.junior

    @property
    def everyone(self) -> float:
        """Pupils of all stages, senior ones too."""
        return self.primary + self.junior + self.senior

    @property
    def compulsory(self) -> float:
        """Pupils of grades 1 to 9."""
        return self.primary + self.junior

    @property
    def stages(self) -> tuple[Stage, ...]:
        """Stages that have pupils."""
        return tuple(stage for stage in STAGES if self.pupils(stage) > 0)


@dataclass(frozen=True, kw_only=True)
class InspectionRow:
    """One figure of a school against its standard.

    Attributes
    ----------
    item
        Stable name, for example ``class_size`` or ``equipment_yuan``.
    stage
        ``primary`` or ``junior``; None where the row is about the whole school.
    value, unit
        What the school has, None where data is missing.
    standard
        Row that it is held against; None where there is no standard.
    met
        None where it cannot be judged, for want of data or of a standard, or because the standard
        asks for more than is known (then the note says so).
    shortfall, shortfall_unit
        What is missing (or too much, for an upper limit) in the resource's own unit; 0 where met,
        None where not judged.
    tested
        False where the standard does not hold for the school: 不在评估范围.
    """

    item: str
    name_zh: str
    name_en: str
    value: float | None
    unit: str
    stage: Stage | None = None
    standard: Standard | None = None
    met: bool | None = None
    shortfall: float | None = None
    shortfall_unit: str = ""
    note_zh: str = ""
    note_en: str = ""
    tested: bool = True


def facts_of(model: LayoutModel, evaluation: Evaluation, site: int) -> SchoolFacts:
    """Return the facts of one open school of a county, rolls as evaluated, the rest as reported.

    Parameters
    ----------
    model
        The county.
    evaluation
        Evaluation of it, of today as a rule: what a plan moves is only seen in the rolls.
    site
        Site index, the row of the schools table.

    Raises
    ------
    UsageError
        If there is no such site, or it is not open.
    """
    sites = model.sites
    if not 0 <= site < len(sites):
        zh, en = f"没有第 {site} 号学校。", f"there is no site {site}."
        raise UsageError(zh, en)
    if not evaluation.is_open[site]:
        zh = f"“{sites.names[site]}”（{sites.ids[site]}）未在办，不能自查。"
        en = f"{sites.names[site]!r} ({sites.ids[site]}) is not open and cannot be inspected."
        raise UsageError(zh, en)
    span = (int(sites.first_grade[site]), int(sites.last_grade[site]))
    return SchoolFacts(
        school_id=sites.ids[site],
        name=sites.names[site],
        name_en=sites.names_en[site],
        county=model.name,
        year=model.year,
        township=sites.townships[site],
        type_code=int(sites.type_code[site]),
        grades=span,
        primary=float(evaluation.schools.stage_roll[site, 0]),
        junior=float(evaluation.schools.stage_roll[site, 1]),
        senior=max(0.0, float(sites.senior_pupils[site])),
        roll_reported=bool(sites.roll[site] >= 0 or sites.roll_by_grade[site, 0] >= 0),
        is_through=bool(evaluation.schools.is_through[site]),
        in_scope_2017=bool(evaluation.schools.in_scope_2017[site]),
        classes=_known(int(sites.classes[site])),
        seats=_known(int(sites.seats[site])),
        beds=_known(int(sites.beds[site])),
        boarders=_known(int(sites.boarders[site])),
        resources=_resources_of(model, site),
    )


def _known(stored: int, scale: int = 1) -> float | None:
    """Return a stored whole number in its unit; None where it was not reported."""
    return None if stored < 0 else stored / scale


def _resources_of(model: LayoutModel, site: int) -> dict[str, float | None]:
    sites = model.sites
    found: dict[str, float | None] = {}
    for i, r in enumerate(RESOURCES):
        found[r.name] = _known(int(sites.resources[site, i]), r.scale)
        found[f"{r.name}_primary"] = _known(int(sites.resources_primary[site, i]), r.scale)
        found[f"{r.name}_junior"] = _known(int(sites.resources_junior[site, i]), r.scale)
    return found
