"""`gestand due`: the day on which an answer is due, and why."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from gestand.core.clock import Rule
from tests.linde import BASE, text
from tests.surfaces.commands import gestand

PAGE = (Path(__file__).parents[2] / "docs" / "howto" / "answer-in-time.md").read_text("utf-8")
SHOWN = re.findall(r"^```text\n\$ gestand (.*)\n((?:.*\n)*?)```$", PAGE, re.MULTILINE)
RIGHTS = "rights: {answer: P1M, extension: P2M}"
QUICK = "rights: {answer: P14D, extension: P2W}"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in a folder without a policy."""
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")


def declared(folder: Path, rights: str = QUICK, **other: str) -> Path:
    """Write the policy of De Linde and nothing else; `other` replaces its first day."""
    privacy = folder / "privacy"
    privacy.mkdir(parents=True, exist_ok=True)
    changed = text("policy.yaml", {"policy": [(RIGHTS, rights), *other.items()]})
    (privacy / "policy.yaml").write_text(changed, "utf-8")
    return folder


def told(*words: object) -> dict[str, object]:
    """Return what the command tells a program."""
    done = gestand("due", *words, "--format", "json")
    assert (done.exit_code, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize(("words", "shown"), SHOWN, ids=lambda part: part[:20])
def test_the_page_shows_what_the_command_says(words: str, shown: str) -> None:
    assert gestand(*words.split()).stdout == shown


def test_the_page_shows_something() -> None:
    assert len(SHOWN) == 2


def test_the_page_documents_every_key_and_every_rule() -> None:
    found = told("2026-03-05")
    steps = found["because"]
    assert isinstance(steps, list)
    documented = set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE))
    assert documented == {*found, *steps[0]}
    assert [rule for rule in Rule if f"`{rule.value}`" not in PAGE] == []


def test_it_is_told_in_dutch() -> None:
    assert gestand("due", "2026-03-27", "--lang", "nl").stdout == (
        "Antwoord uiterlijk op dinsdag 28 april 2026.\n"
        "Kijk er weer naar op maandag 13 april 2026, maandag 20 april 2026 en donderdag 23 april "
        "2026.\n\n"
        "Waarom:\n"
        "- Ontvangen op vrijdag 27 maart 2026; die dag telt niet mee (artikel 3, lid 1, van "
        "Verordening 1182/71).\n"
        "- De wet geeft 1 maand: tot en met maandag 27 april 2026 (artikel 12, lid 3, AVG).\n"
        "- Maandag 27 april 2026 is een feestdag (Koningsdag): de termijn loopt door (artikel 3, "
        "lid 1, Algemene termijnenwet, bij gebrek aan de lijst van artikel 2, lid 1, van "
        "Verordening 1182/71; staat niet vast).\n"
        "- De laatste dag is dinsdag 28 april 2026, tot middernacht in Europe/Amsterdam (artikel "
        "3, lid 2, onder c, van Verordening 1182/71).\n"
    )


def test_the_day_to_work_by_comes_before_what_the_law_may_allow() -> None:
    shown = gestand("due", "2026-03-03").stdout
    assert shown.startswith(
        "Answer on Friday 3 April 2026 at the latest.\nThe law may allow more: Tuesday 7 April 2026"
    )
    why, wider = shown.split("In the wider reading of the law:\n")
    assert "Good Friday" in wider and "Good Friday" not in why


def test_a_program_is_told_both_days_and_why() -> None:
    found = told("2026-03-02", "--paused", "2026-03-04", "2026-03-12")
    steps = found.pop("because")
    assert found == {
        "received": "2026-03-02",
        "received_at": None,
        "zone": "Europe/Amsterdam",
        "country": "nl",
        "extended": False,
        "period": "P1M",
        "corresponding": "2026-04-02",
        "due_strict": "2026-04-02",
        "due_legal": "2026-04-10",
        "notice_by": None,
        "alarms": ["2026-03-19", "2026-03-26", "2026-03-31"],
    }
    assert isinstance(steps, list)
    assert [(s["rule"], s["day"], s["settled"], *s["counts_for"]) for s in steps] == [
        ("receipt", "2026-03-02", True, "due_strict", "due_legal"),
        ("period", "2026-04-02", True, "due_strict", "due_legal"),
        ("last-day", "2026-04-02", True, "due_strict"),
        ("pause", "2026-03-04", False, "due_legal"),
        ("last-day", "2026-04-10", True, "due_legal"),
    ]


@pytest.mark.parametrize("moment", ["2026-01-31T23:30Z", "2026-02-01 00:30:00+0100"])
def test_a_moment_is_received_on_the_day_it_was_there(moment: str) -> None:
    found = told(moment)
    assert (found["received"], found["due_strict"]) == ("2026-02-01", "2026-03-02")
    assert str(found["received_at"]).startswith(moment[:10])


def test_the_clock_of_the_controller_decides_the_day(tmp_path: Path) -> None:
    home = declared(tmp_path, **{"zone: Europe/Amsterdam": "zone: America/New_York"})
    assert told("2026-01-31T23:30Z", home)["received"] == "2026-01-31"


def test_the_shorter_promise_of_a_policy_counts(tmp_path: Path) -> None:
    found = told("2026-03-05", declared(tmp_path))
    assert (found["period"], found["due_strict"]) == ("P14D", "2026-03-19")
    longer = told("2026-03-05", tmp_path, "--extended")
    assert (longer["period"], longer["due_strict"]) == ("P2W14D", "2026-04-02")
    assert longer["notice_by"] == "2026-03-19"
    assert "The policy promises 14 days, shorter" in gestand("due", "2026-03-05", tmp_path).stdout


def test_the_policy_of_this_folder_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    declared(tmp_path)
    for here in (tmp_path, tmp_path / "privacy"):
        monkeypatch.chdir(here)
        assert told("2026-03-05")["due_strict"] == "2026-03-19"


def test_the_version_in_force_on_the_day_of_receipt_counts(tmp_path: Path) -> None:
    begins = {"effective: 2024-01-01": "effective: 2026-06-01"}
    declared(tmp_path, **begins)
    old = tmp_path / "privacy" / "versions"
    old.mkdir()
    (old / "2024.yaml").write_text((BASE / "policy.yaml").read_text("utf-8"), "utf-8")
    found = {
        day: told(day, tmp_path)["period"] for day in ("2020-01-01", "2026-05-31", "2026-06-01")
    }
    assert list(found.values()) == ["P1M", "P1M", "P14D"]


def test_a_policy_with_findings_is_refused(tmp_path: Path) -> None:
    longer = declared(tmp_path, "rights: {answer: P6W, extension: P2M}")
    done = gestand("due", "2026-03-05", longer)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "G216  `answer: P6W` is longer than the `P1M`" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["2026-02-30"], "2026-02-30 is no day; write YEAR-MONTH-DAY, such as 2026-11-29"),
        (["5 March"], "or a moment with its zone"),
        (["2026-03-05T10:00"], "2026-03-05T10:00 does not say its zone"),
        (["2026-03-05T25:00Z"], "2026-03-05T25:00Z is no moment"),
        (["9999-12-31T23:30Z"], "beyond the calendar"),
        (["2018-05-24"], "known from 2018-05-25 up to and including 2030-12-31"),
        (["2030-12-01"], "2031-01-01: the holidays of `nl`"),
        (["2026-03-05", "--country", "be"], "no holidays of country `be` are known; known: nl"),
        (["2026-03-05", "--paused", "2026-03-04", "2026-03-06"], "cannot be: a question goes out"),
        (["2026-03-05", "nowhere"], "G101"),
        ([], "Missing argument 'DATE'"),
    ],
)
def test_what_cannot_be_counted_is_refused(words: list[str], said: str) -> None:
    done = gestand("due", *words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
