"""`gestand lint`: four ways to show what it finds, three ways to end."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from gestand.demo.noorderlicht.generate import HERE
from tests.core.lint.reading import text
from tests.surfaces.commands import gestand

DAY = ("--as-of", "2026-11-28")


def written(folder: Path, organisation: str, *without: str) -> Path:
    """Write an organisation of the rules down, without some of its texts."""
    (folder / "privacy" / "statement").mkdir(parents=True)
    for file in ("policy.yaml", "nl.md"):
        words = text(organisation, file)
        for one in without:
            words = words.replace(one, "")
        place = folder / "privacy" / ("statement/nl.md" if file == "nl.md" else file)
        place.write_text(words, "utf-8")
    return folder


@pytest.fixture(scope="module")
def flawed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a school with an error, a warning and a note."""
    gone = (
        "    keep: {for: P4W, after: filled, at most: P6M after received}\n",
        "Een functionaris is voor ons niet verplicht. {#contact.officer}",
        "Een verzoek is gratis. {#rights.free}",
    )
    return written(tmp_path_factory.mktemp("school"), "school", *gone)


def test_the_example_company_has_no_finding() -> None:
    done = gestand("lint", HERE, *DAY)
    assert (done.exit_code, done.stdout) == (0, "no findings: 50 rules\n")


def test_it_tells_in_two_languages_what_is_wrong_and_which_article_says_so(flawed: Path) -> None:
    done = gestand("lint", flawed, "--lang", "nl", *DAY)
    assert done.exit_code == 1
    assert "L01  Dit doel heeft geen termijn: Sollicitaties [artikel 13(2)(a) AVG]" in done.stdout
    assert done.stdout.endswith("regels: 1 fout, 1 waarschuwing, 1 opmerking\n")
    told = gestand("lint", flawed, *DAY).stdout
    assert "L01  This purpose has no period: Applications [article 13(2)(a) GDPR]; give" in told
    assert "    applications:\n" in told


def test_warnings_and_notes_alone_end_with_0(tmp_path: Path) -> None:
    gone = "Ook anders volgen wij u niet. {#cookies.others}"
    company = written(tmp_path, "school", gone)
    done = gestand("lint", company, *DAY)
    assert done.exit_code == 0
    assert "as far as known on 2026-11-23" in done.stdout


def test_programs_read_how_bad_it_is(flawed: Path) -> None:
    wanted = {"L01": "error", "L05": "warning", "L25": "note"}
    told = json.loads(gestand("lint", flawed, "--format", "json", *DAY).stdout)
    assert {one["code"]: one["level"] for one in told} == wanted
    sarif = json.loads(gestand("lint", flawed, "--format", "sarif", *DAY).stdout)
    assert {one["ruleId"]: one["level"] for one in sarif["runs"][0]["results"]} == wanted
    junit = ElementTree.fromstring(gestand("lint", flawed, "--format", "junit", *DAY).stdout)
    assert (junit.get("name"), junit.get("failures")) == ("gestand lint", "1")
    assert [case.get("name") for case in junit.iter("testcase") if case.find("failure") is not None]
    assert len(list(junit.iter("system-out"))) == 2


def test_it_reads_what_check_refuses(tmp_path: Path) -> None:
    company = written(tmp_path, "kabelgat")
    assert "G202" in gestand("check", company).stdout
    done = gestand("lint", company, *DAY)
    assert done.exit_code == 1
    assert done.stdout.endswith("\nrules: 19 errors, 19 warnings, 12 notes\n")
    assert "G202" not in done.stdout


def test_a_policy_that_is_none_is_told_as_check_tells_it(tmp_path: Path) -> None:
    (tmp_path / "privacy").mkdir()
    (tmp_path / "privacy" / "policy.yaml").write_text("- a list\n", "utf-8")
    done = gestand("lint", tmp_path)
    assert done.exit_code == 2
    assert "G119" in done.stdout
