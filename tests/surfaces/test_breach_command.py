"""`gestand breach`: written down in steps, refused where it cannot be, sealed in the ledger."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from gestand.settings import now
from tests.linde import build
from tests.surfaces.commands import gestand

FIELDS = ("what", "kind", "categories", "subjects", "records", "consequences", "measures")
NEW = ("--new", "--aware", "2026-01-01T10:00+01:00")


@pytest.fixture
def linde(tmp_path: Path) -> Path:
    return build(tmp_path)


def ago(**span: float) -> str:
    return (now() - timedelta(**span)).isoformat(timespec="seconds")


def breach(folder: Path, *words: str) -> Result:
    return gestand("breach", folder, *words)


def record(folder: Path) -> dict[str, Any]:
    (told,) = json.loads(breach(folder, "--format", "json").stdout)
    assert isinstance(told, dict)
    return told


def test_a_breach_from_its_first_word_to_its_last(linde: Path) -> None:
    assert breach(linde).output == "There are no breaches.\n"
    new = breach(linde, "--new", "--aware", ago(hours=5), "--set", "what=a laptop is gone")
    assert (new.exit_code, "authority: due" in new.output) == (0, True)
    values = [f"{name}={'confidentiality' if name == 'kind' else 'x'}" for name in FIELDS]
    told = [word for value in values for word in ("--set", value)]
    assert breach(linde, "--number", "1", *told).exit_code == 0
    early = breach(linde, "--number", "1", "--close", "--because", "x")
    assert (early.exit_code, "nobody was told yet" in early.stderr) == (2, True)
    assert breach(linde, "--number", "1", "--risk", "risk", "--because", "y").exit_code == 0
    for reference in ("AP-1", "AP-2"):
        done = breach(linde, "--number", "1", "--told", "authority", "--reference", reference)
        assert (done.exit_code, "authority: done in time" in done.output) == (0, True)
    assert breach(linde, "--number", "1", "--close", "--because", "encrypt").exit_code == 0
    assert breach(linde, "--number", "1", "--set", "what=x").exit_code == 2
    found = record(linde)
    assert (found["lessons"], [one["reference"] for one in found["told"]]) == (
        "encrypt", ["AP-1", "AP-2"],
    )
    assert found["clocks"][0]["settled"] is False and found["clocks"][1]["settled"] is True
    assert gestand("verify", linde).exit_code == 0
    odd = breach(linde, *NEW, "--set", "what=x", "--set", "countries=NL, UK")
    assert (odd.exit_code, "unknown country `UK`; did you mean `GB`?" in odd.stderr) == (2, True)


def test_an_hour_that_is_over_is_impossible_to_miss(linde: Path) -> None:
    late = breach(linde, "--new", "--aware", ago(hours=73))
    assert (late.exit_code, "authority: OVERDUE since" in late.output) == (1, True)
    assert breach(linde).exit_code == 1
    done = breach(linde, "--number", "1", "--told", "authority")
    assert (done.exit_code, "late because: why the authority" in done.output) == (0, True)


WRONG = [
    (("--new", "--aware", "2999-01-01T00:00+00:00"), "in the future"),
    ((*NEW, "--set", "who=x"), "is no field of the register"),
    ((*NEW, "--set", "what"), "--set FIELD=TEXT"),
    ((*NEW, "--set", "kind=theft"), "`kind` is one or more of"),
    ((*NEW, "--set", "from=yesterday"), "is a moment with its zone"),
    ((*NEW, "--set", "from=0001-01-01T00:00+12:00"), "is a moment with its zone"),
    ((*NEW, "--set", "from=2999-01-01T00:00Z"), "`from` is still to come"),
    ((*NEW, "--set", "from=2026-01-02T00:00Z", "--set", "until=2026-01-02T00:30+01:00"),
     "`until` lies before `from`"),
    (("--number", "1", "--set", "until=2020-01-01T00:00Z"), "`until` lies before `from`"),
    (("--new", "--set", "what=x"), "when did you know of it? --aware MOMENT"),
    (("--new", "--number", "1"), "written down first"),
    (("--set", "what=x"), "which breach?"),
    (("--number", "7"), "there is no breach 7"),
    (("--number", "1", "--risk", "some", "--because", "x"), "the risk is"),
    (("--number", "1", "--risk", "high"), "say why"),
    (("--number", "1", "--told", "authorty"), "did you mean `authority`"),
    (("--number", "1", "--told", "people", "--at", "2020-01-01T00:00+00:00"), "before the breach"),
    (("--number", "1", "--told", "people", "--set", "what=x"), "one thing at a time"),
]


@pytest.mark.parametrize(("words", "what"), WRONG)
def test_what_cannot_be_is_refused_and_changes_nothing(
    linde: Path, words: tuple[str, ...], what: str
) -> None:
    assert breach(linde, *NEW, "--set", "from=2026-01-01T00:00Z").exit_code == 1
    before = record(linde)
    told = breach(linde, *words)
    assert (told.exit_code, what in told.stderr) == (2, True), told.output
    assert record(linde) == before
