"""A small county to damage: three schools, four villages, one road, as text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from schoolmap.errors import InputError, Problem
from schoolmap.io import read_study
from schoolmap.model.study import Study

SCHOOLS = """学校标识码,学校名称,办学类型,经度,纬度,在校生数
S1,中心小学,小学,111.60,36.20,120
S2,第一中学,初级中学,111.62,36.22,90
S3,河湾教学点,教学点,111.64,36.24,8
"""
VILLAGES = """村庄代码,村名,经度,纬度,小学生数,初中生数
V1,上村,111.61,36.21,7,3
V2,下村,111.62,36.22,6,4
V3,河湾,111.63,36.23,12,0
V4,山头,111.64,36.24,1,2
"""


@dataclass
class County:
    """A study folder under construction."""

    folder: Path
    sections: dict[str, str] = field(default_factory=dict)

    def text(self, name: str, content: str, *, encoding: str = "utf-8") -> Path:
        path = self.folder / name
        path.write_bytes(content.encode(encoding))
        return path

    def section(self, name: str, body: str) -> None:
        self.sections[name] = body

    def edit(self, name: str, pattern: str, by: str) -> None:
        """Replace the first match in a text file that has been written."""
        path = self.folder / name
        changed, count = re.subn(pattern, by, path.read_text(encoding="utf-8"), count=1)
        assert count == 1, f"{pattern} is not in {name}"
        path.write_text(changed, encoding="utf-8")

    def write(self) -> None:
        parts = [f"[{name}]\n{body}\n" for name, body in self.sections.items()]
        self.text("study.toml", "\n".join(parts))

    def read(self) -> Study:
        self.write()
        return read_study(self.folder)

    def problems(self) -> list[Problem]:
        """Return what is found, whether it stops the study or not."""
        try:
            return list(self.read().problems)
        except InputError as error:
            return list(error.problems)

    def codes(self) -> list[str]:
        return [problem.code for problem in self.problems()]

    def only(self, code: str) -> Problem:
        found = [problem for problem in self.problems() if problem.code == code]
        assert len(found) == 1, f"{code}: {found}"
        return found[0]


@pytest.fixture
def county(tmp_path: Path) -> County:
    """Return a study that reads without a single remark but the spread of the pupils."""
    built = County(tmp_path)
    built.text("schools.csv", SCHOOLS)
    built.text("villages.csv", VILLAGES)
    built.section("study", 'name = "试验县"')
    built.section("schools", 'file = "schools.csv"\ncoordinates = "wgs84"')
    built.section("villages", 'file = "villages.csv"\ncoordinates = "wgs84"')
    return built
