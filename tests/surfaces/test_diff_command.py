"""`gestand diff`: what a version changes, in words and in what the plan would do."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from gestand.work.kept_versions import settled, write
from gestand.work.project import load
from tests.noorderlicht import founded
from tests.surfaces.commands import gestand
from tests.surfaces.publishing import change


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the example with a version of before: a period got shorter, and an address changed."""
    folder = founded(tmp_path_factory.mktemp("diff") / "company", 150)
    privacy = folder / "privacy"
    lines = "shop.order_lines:\n    purposes: [order, tax]\n    held by invoice: {via: order_id}\n"
    less = "shop.order_lines:\n    purposes: [order]\n"
    change(folder, "datamap.yaml", lines, less)
    project = load(folder)
    write(project.privacy, settled(project, date(2026, 10, 1))[1])
    change(folder, "datamap.yaml", less, lines)
    (privacy / "versions").mkdir()
    shutil.copy(privacy / "policy.yaml", privacy / "versions" / "before.yaml")
    shutil.copytree(privacy / "statement", privacy / "versions" / "before")
    change(folder, "policy.yaml", "effective: 2026-01-01", "effective: 2026-11-20")
    change(folder, "policy.yaml", "from: 2026-01-05", "from: 2026-11-20")
    change(folder, "policy.yaml", "P6M, after: [fulfilled", "P1W, after: [fulfilled")
    change(folder, "policy.yaml", "email: privacy@", "email: avg@")
    return folder


def test_the_plan_of_the_newer_version_is_counted_beyond_that_of_the_older_one(
    company: Path,
) -> None:
    day = ("--as-of", "2026-11-23")
    done = gestand("diff", "before", "current", company, "--format", "json", *day)
    told = json.loads(done.stdout)
    codes = {one["code"]: one for one in told["changes"]}
    assert done.exit_code == 1
    assert codes["purpose keep shorter"]["follows"] == ["go"]
    assert codes["controller email"]["weight"] == "material"
    assert told["tell"]["by"] == "2026-10-20"
    assert {one["table"] for one in told["plan"]["tables"]} >= {"shop.orders"}
    assert told["plan"]["changes"] > 0
    assert told["plan"]["data maps"] == {"older": "kept", "newer": "today"}
    lines = next(one for one in told["plan"]["tables"] if one["table"] == "shop.order_lines")
    assert lines["goes"] < 0  # tax holds them now
    kept = json.loads((company / "privacy" / "published" / "2026-01-01.1.json").read_bytes())
    before = as_before(company)
    (before / "privacy" / "datamap.yaml").write_text(kept["data map"], "utf-8")
    now, then = planned(company), planned(before)
    assert (told["plan"]["goes"], told["plan"]["changes"]) == (now[0] - then[0], now[1] - then[1])


def planned(folder: Path) -> tuple[int, int]:
    """Return how many rows go, and how many lose cells, as `gestand plan` says it."""
    said = gestand("plan", folder, "--as-of", "2026-11-23").stdout
    goes, changes = re.findall(r"([\d,]+) rows? (?:goe?s?|loses?) ?", said)[-2:]
    return int(goes.replace(",", "")), int(changes.replace(",", ""))


def as_before(company: Path) -> Path:
    """Return a copy of the company in which the older version still is the newest one."""
    folder = Path(shutil.copytree(company, company.parent / "before"))
    shutil.copy(folder / "privacy" / "versions" / "before.yaml", folder / "privacy" / "policy.yaml")
    shutil.rmtree(folder / "privacy" / "versions")
    return folder


def test_a_person_reads_what_is_material_and_until_when_people_are_told(company: Path) -> None:
    done = gestand("diff", "2026-01-01", "2026-11-20", company, "--lang", "nl", "--no-plan")
    assert done.exit_code == 1
    assert done.stdout.startswith("Van 2026-01-01 naar 2026-11-20\n\nWezenlijk: mensen moeten")
    assert "Vooraf te vertellen, uiterlijk op 20 oktober 2026 (1 maand voor" in done.stdout
    assert "Dat is al voorbij" in done.stdout


def test_a_data_map_that_fits_no_longer_is_told(company: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(company, tmp_path / "company"))
    (kept,) = (folder / "privacy" / "published").iterdir()
    kept.write_text(kept.read_text("utf-8").replace("remark: ", "remarks: "), "utf-8")
    done = gestand("diff", "before", "current", folder, "--lang", "nl")
    assert "past niet meer op de databases: zij is geteld met die van nu" in done.stdout


def test_the_same_version_is_no_difference(company: Path) -> None:
    done = gestand("diff", company / "privacy" / "versions" / "before.yaml", "before", company)
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (
        0, "These two versions say the same."
    )  # fmt: skip


def test_what_cannot_be_compared_is_said_plainly(company: Path, tmp_path: Path) -> None:
    elsewhere = Path(shutil.copytree(company / "privacy", tmp_path / "privacy"))
    cases = [
        (("diff", "2019", "current", company), 2, "there is no such version; there are `current`"),
        (("diff", "before", "current", company, "--as-of", "2026-01-02"), 2, "lies before"),
        (("diff", "before", "current", elsewhere.parent), 1, "would do is not known: store `"),
    ]
    for words, code, said in cases:
        done = gestand(*words)
        assert (done.exit_code, said in done.output) == (code, True), done.output
