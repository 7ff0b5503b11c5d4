"""What holds for every test: no skips, no clock.

A skipped test is a failed test. Hypothesis draws the same examples in every run, and does not fail
one for being slow: how slow depends on what else the machine is doing.
"""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from gestand.work.own_key import key_once
from tests.databases import Database, empty, kinds, together

_LEFT = pytest.StashKey[int]()
"""How many tests are left to the night."""

# A job in the background may have begun with interrupts ignored; tests interrupt what they try.
signal.signal(signal.SIGINT, signal.default_int_handler)
# Collecting memory as seldom as this takes a few percent less time.
gc.set_threshold(50_000, 20, 100)
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave what is for the night to `scripts/nightly`, but for who asks for it: `-m nightly`."""
    if os.environ.get("GESTAND_EXAMPLES") or "nightly" in config.option.markexpr:
        return
    left = [item for item in items if item.get_closest_marker("nightly")]
    items[:] = [item for item in items if item not in left]
    config.hook.pytest_deselected(items=left)
    config.stash[_LEFT] = len(left)


def pytest_report_collectionfinish(config: pytest.Config) -> list[str]:
    """Say how many tests are left to the night, and how to run them now."""
    left = config.stash.get(_LEFT, 0)
    told = f"{left} tests are for the night: `-m nightly` runs them, GESTAND_EXAMPLES=200 all"
    return [told] if left else []


def pytest_collection_finish() -> None:
    """Look no more at what all tests have in common when memory is collected: it stays."""
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip into a failure: `scripts/test` installs all that a test needs."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped: {call.excinfo and call.excinfo.value}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turn the skip of a whole file into a failure as well."""
    report = yield
    if report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{collector.nodeid} was skipped as a whole"
    return report


@pytest.fixture
def tmp_path(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give an empty folder, at the same place for each test of a worker.

    What was worked out for the declarations of one test serves the next, as it does where an
    organisation is opened again: to compile plans and to write statements takes most of the time.
    """
    folder = tmp_path_factory.getbasetemp() / "test"
    folder.mkdir()
    yield folder
    key_once.cache_clear()  # the next one has a key of its own at the same place
    folder.rename(tmp_path_factory.mktemp("done") / "test")


@pytest.fixture(params=kinds())
def kind(request: pytest.FixtureRequest) -> str:
    """Name a kind of database; a test that asks for it runs on each."""
    return str(request.param)


@pytest.fixture
def database(
    kind: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """Give an empty database of each kind in turn."""
    with empty(kind, tmp_path, together(tmp_path_factory)) as made:
        yield made
