"""The other organisations of the demo: whole, fictional, and kept to their word."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from gestand.demo.companies import COMPANIES, Invented
from gestand.demo.house import House
from gestand.wiring import open_inspection
from gestand.work.probes.consented import OF_A_CHILD, look
from tests.laws.compared import compare
from tests.surfaces.commands import gestand
from tests.surfaces.publishing import publish

TODAY = date(2026, 11, 23)
PEOPLE = 48
OTHERS = [name for name in COMPANIES if name != "hosting"]


def built(folder: Path, company: Invented) -> Path:
    company.build(folder, PEOPLE, 1, TODAY)
    with as_file(files(company.package) / "privacy") as declaration:
        shutil.copytree(declaration, folder / "privacy")
    return folder


@pytest.fixture(scope="module", params=OTHERS)
def company(request: pytest.FixtureRequest) -> Invented:
    return COMPANIES[request.param]


@pytest.fixture(scope="module")
def founded(company: Invented, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("company"), company)


def dumped(folder: Path, company: Invented) -> list[str]:
    lines: list[str] = []
    for store in company.stores:
        with closing(sqlite3.connect(folder / f"{store}.db")) as connection:
            lines += connection.iterdump()
    return lines


def test_the_same_arguments_give_the_same_content(
    company: Invented, founded: Path, tmp_path: Path
) -> None:
    company.build(tmp_path / "again", PEOPLE, 1, TODAY)
    company.build(tmp_path / "other", PEOPLE, 2, TODAY)
    assert dumped(tmp_path / "again", company) == dumped(founded, company)
    assert dumped(tmp_path / "other", company) != dumped(founded, company)
    with pytest.raises(FileExistsError):
        company.build(tmp_path / "other", PEOPLE, 2, TODAY)


def test_everybody_is_made_up(company: Invented, founded: Path) -> None:
    told = "\n".join(dumped(founded, company))
    addresses = re.findall(r"[\w.]+@([\w.]+)", told)
    assert addresses and {host.rpartition(".")[2] for host in addresses} == {"example"}
    numbers = re.findall(r"\+31[ \d]+", told)
    assert all(number.strip().endswith("0000 0000") for number in numbers)


def test_it_is_declared_without_a_finding(founded: Path) -> None:
    for command in ("check", "lint"):
        done = gestand(command, founded)
        assert (done.exit_code, done.output.partition(":")[0]) == (0, "no findings"), done.output


def test_a_sweep_leaves_what_the_oracle_leaves(founded: Path, tmp_path: Path) -> None:
    shutil.copytree(founded, tmp_path / "company")
    compare(tmp_path / "company", TODAY)


def test_its_website_has_somebody_and_its_forms(company: Invented, founded: Path) -> None:
    assert House(founded, company).a_customer().endswith(".example")
    told = (founded / "privacy" / "datamap.yaml").read_text("utf-8")
    assert [form for form in company.forms if f"    form {form}:" not in told] == []


def test_the_demo_says_what_can_be_changed(company: Invented, founded: Path) -> None:
    purpose, period, _ = company.shorter
    told = (founded / "privacy" / "policy.yaml").read_text("utf-8")
    of_purpose = told.partition(f"\n  {purpose}:")[2].partition("\n    keep:")[2].splitlines()[0]
    assert f"for: {period}," in of_purpose


READS: dict[str, tuple[str, ...]] = {
    "gestand.demo.golf": (
        "Die gebruiken wij alleen met uw uitdrukkelijke toestemming (artikel 9, lid 2, onder a,",
        "Bent u jonger dan 16 jaar, dan geeft een ouder of voogd deze toestemming.",
        "We use these only with your explicit consent (article 9(2)(a) GDPR).",
        "If you are younger than 16 years, a parent or guardian gives this consent.",
    ),
    "gestand.demo.linnenkast": (
        "U kon nee zeggen toen u kocht, en dat kan bij elke mail opnieuw.",
        "Om te meten, alleen met uw toestemming",
        "For measuring, only with your consent",
        "You could say no when you bought, and can do so again with each mail.",
    ),
}


def test_its_statement_reads_in_both_languages(
    company: Invented, founded: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(founded, tmp_path / "company")
    done = publish(folder, tmp_path / "site", "2026-11-23", "--draft", pdf=False)
    assert done.exit_code == 0, done.output
    told = "".join((tmp_path / "site" / f"{one}.md").read_text("utf-8") for one in ("nl", "en"))
    assert [words for words in READS[company.package] if words not in told] == []
    assert "{{" not in told


ALONE = """
    UPDATE members SET photos_agreed_by = NULL
    WHERE id = (SELECT min(id) FROM members WHERE photos_agreed_by IS NOT NULL)
"""


def test_a_child_that_consented_alone_breaks_the_promise(tmp_path: Path) -> None:
    folder = built(tmp_path, COMPANIES["association"])
    before = {one.promise: one.problems for one in look(open_inspection(folder))}
    with closing(sqlite3.connect(folder / "club.db")) as connection, connection:
        assert connection.execute(ALONE).rowcount == 1
    after = {one.promise: one.problems for one in look(open_inspection(folder))}
    assert "medical.guardian" in before and not any(before.values())
    (problem,) = after.pop("photos.guardian")
    assert (problem.what, problem.count) == (OF_A_CHILD, 1)
    assert not any(after.values())
