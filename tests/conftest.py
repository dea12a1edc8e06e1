"""What holds for all tests: no plates of an earlier run, and coverage of what is tested on purpose."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

settings.register_profile("timeless", deadline=None)
settings.load_profile("timeless")
"""No test asserts how long something takes: the machine may be busy."""

os.environ["NOTES_ENGINE_CACHE"] = ""
"""Every test begins without plates from an earlier run, whatever lies in the cache of who runs it."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure coverage by the examples alone: what only drawn values reach has no test that names it.

    Tests of real servers are of other processes, which are not measured. Those of one file share a server, so that they
    stay together.
    """
    for item in items:
        is_real = item.get_closest_marker("real") is not None
        if is_real:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
        if is_real or getattr(getattr(item, "function", None), "is_hypothesis_test", False):
            item.add_marker(pytest.mark.no_cover)
