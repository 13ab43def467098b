"""What `schoolmap` offers, and what importing it costs."""

from __future__ import annotations

import subprocess
import sys

import pytest

import schoolmap

HEAVY = ("folium", "geopandas", "matplotlib", "numba", "osmnx", "pandas", "scipy", "shapely")


def loaded(code: str) -> set[str]:
    """Top-level packages in memory after running code in a fresh interpreter."""
    code += "\nimport sys; print(*{m.partition('.')[0] for m in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_public_names_are_sorted_and_load() -> None:
    assert schoolmap.__all__ == sorted(schoolmap.__all__)
    assert set(schoolmap.__all__) <= set(dir(schoolmap))
    for name in schoolmap.__all__:
        assert getattr(schoolmap, name).__module__.startswith("schoolmap.")
    contract = {"assess", "prepare", "publish", "read_scenario", "read_study", "show"}
    assert contract | {"compare", "write_scenario"} <= set(schoolmap.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        _ = schoolmap.nothing_of_the_kind


def test_importing_the_package_is_cheap() -> None:
    assert not loaded("import schoolmap") & {*HEAVY, "numpy", "pydantic"}


def test_the_check_can_fail() -> None:
    assert "numpy" in loaded("import numpy")


def test_the_kernel_needs_numpy_only() -> None:
    assert not loaded("import schoolmap.kernel") & set(HEAVY)


def test_the_network_loads_the_compiler_when_it_searches() -> None:
    assert not loaded("import schoolmap.network") & {"numba", "folium", "geopandas", "pandas"}
