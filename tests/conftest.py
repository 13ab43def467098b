"""What all tests share: how hypothesis draws, and the real data beside the checkout."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

SHARED = Path(__file__).parents[2] / "shared" / "data"

# on CI the same examples every time; at a desk new ones, so that a rare case is found one day
settings.register_profile(
    "ci", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("desk", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci" if os.environ.get("CI") else "desk")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder of the real data; the test is skipped where it is not there."""
    if not SHARED.is_dir():
        pytest.skip(f"no real data beside the checkout ({SHARED})")
    return SHARED
