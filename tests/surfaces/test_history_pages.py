"""What each version changed, and the text of older ones at an address that stays."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from gestand.surfaces.cli import main
from gestand.work.project import load
from tests.surfaces.publishing import change, declared, publish, with_older_versions


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the example with two older versions; no test changes it."""
    return with_older_versions(declared(tmp_path_factory.mktemp("history") / "company"))


@pytest.fixture(scope="module")
def site(company: Path) -> Path:
    """Give its publication."""
    assert publish(company, company.parent / "site", pdf=False).exit_code == 0
    return company.parent / "site"


@pytest.fixture
def own(company: Path, tmp_path: Path) -> Path:
    """Give a copy of the company that a test may change."""
    return Path(shutil.copytree(company, tmp_path / "company"))


def page(site: Path, name: str) -> str:
    return (site / f"{name}.html").read_text("utf-8")


def test_the_page_of_history_tells_each_version_the_newest_first(site: Path) -> None:
    nl = page(site, "nl-history")
    days = [nl.index(f'<h2 id="{day}">') for day in ("2026-01-01", "2023-01-26", "2020-05-25")]
    assert days == sorted(days)
    assert "wissen wij de gegevens nu uiterlijk 4 weken nadat" in nl
    assert "Eerder: uiterlijk 6 weken nadat" in nl
    assert "Eerder: uiterlijk 8 weken nadat" in nl
    assert "Met deze versie begint dit overzicht." in nl
    assert "Before: no later than 6 weeks after" in page(site, "en-history")


def test_each_language_links_its_statement_and_its_history(site: Path) -> None:
    for language, other in (("nl", "en"), ("en", "nl")):
        assert f'href="{language}-history.html"' in page(site, language)
        assert f'href="{language}.html"' in page(site, f"{language}-history")
        assert f'href="{other}-history.html" hreflang="{other}"' in page(
            site, f"{language}-history"
        )


def test_an_older_text_is_filled_from_its_own_policy_and_says_that_it_is_older(site: Path) -> None:
    older = page(site, "nl-2023-01-26")
    assert "<h1>Oude verklaring</h1>" in older
    assert "uiterlijk 6 weken nadat" in older
    assert "uiterlijk 4 weken nadat" not in older
    assert "Zij geldt van 26 januari 2023 tot en met 31 december 2025." in older
    assert 'href="nl.html"' in older
    assert 'href="en-2023-01-26.html" hreflang="en"' in older


def test_a_certificate_of_then_still_stands_in_the_text_of_then(site: Path) -> None:
    assert "27001" in page(site, "en-2023-01-26")


def test_a_text_that_was_not_kept_is_not_made_up(site: Path) -> None:
    assert not list(site.glob("*-2020-05-25.html"))
    assert "The text of this version is not on these pages." in page(site, "en-history")


def test_the_newest_statement_has_its_lasting_address_already(site: Path) -> None:
    assert page(site, "nl-2026-01-01") == page(site, "nl")


def test_an_older_text_carries_the_version_that_it_had_then(own: Path, site: Path) -> None:
    privacy = own / "privacy"
    shutil.copy(privacy / "versions" / "2023.yaml", privacy / "policy.yaml")
    shutil.copytree(privacy / "versions" / "2023", privacy / "statement", dirs_exist_ok=True)
    shutil.rmtree(privacy / "versions")
    assert publish(own, own.parent / "then", as_of="2023-02-01", pdf=False).exit_code == 0
    then = json.loads((own.parent / "then" / "publication.json").read_bytes())
    assert f"<b>{then['version']}</b>" in page(site, "nl-2023-01-26")


MISTAKES = [
    ("versions/2023/en.md", "{{ answer }}", "{{ anwser }}", "G503"),
    ("versions/2023/nl.md", '{{ category("ip address") }}', '{{ category("shoe") }}', "G527"),
    ("versions/2020.yaml", "authority: nl/ap", "authority: nl/pa", "G550"),
]


@pytest.mark.parametrize("mistake", MISTAKES, ids=[code for *_, code in MISTAKES])
def test_nothing_is_published_with_an_older_version_that_cannot_be_shown(
    own: Path, mistake: tuple[str, str, str, str]
) -> None:
    file, old, new, code = mistake
    change(own, file, old, new)
    done = publish(own, own.parent / "out")
    assert (done.exit_code, (own.parent / "out").exists()) == (1, False)
    assert code in done.stdout


def test_an_older_text_that_cannot_be_shown_is_found_and_stops_no_plan(own: Path) -> None:
    change(own, "versions/2023/nl.md", '{{ category("ip address") }}', '{{ category("shoe") }}')
    (own / "privacy" / "versions" / "2023" / "fr.md").write_text(
        "# Oui\n\n## A\n\nOui. {explains}\n"
    )
    done = CliRunner().invoke(main, ["check", str(own), "--format", "json"])
    assert {"G527", "G534"} <= {finding["code"] for finding in json.loads(done.stdout)}
    assert load(own).findings == ()


def test_an_older_text_need_not_say_what_a_statement_must_say_now(own: Path) -> None:
    change(own, "versions/2023/nl.md", "{#rights.access}", "{explains}")
    done = CliRunner().invoke(main, ["check", str(own), "--format", "json"])
    assert "G522" not in {finding["code"] for finding in json.loads(done.stdout)}
