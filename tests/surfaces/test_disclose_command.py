"""`gestand disclose`, `gestand disclosures` and `gestand order`, as people use them."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from gestand.post.base import Fate, Told
from gestand.settings import today
from gestand.wiring.recording import keyring_in
from gestand.work.heads import Heads
from gestand.work.hooks import Door, deliver
from gestand.work.project import load
from gestand.work.state import State
from tests.answers import members
from tests.linde import build
from tests.surfaces.commands import gestand
from tests.work.disclosing import CHANGES, ROWS

TODAY = today("Europe/Amsterdam")
ANN = ("--person", "customer:1", "--purpose", "service")
TAKES_IN = (
    "--from", "police", "--article", "126nd Sv", "--verified", "called the public number",
    "--asks", "name", "--asks", "contact", "--reference", "P-12",
)  # fmt: skip
BY = ("--secret-by", "126bb Sv")


@pytest.fixture
def linde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GESTAND_USER", "desk 1")
    return build(tmp_path / "linde", ROWS, CHANGES)


def out(folder: Path) -> Path:
    return folder.parent / "p.json"


def told(folder: Path, *words: object) -> list[dict[str, Any]]:
    done = gestand("order", folder, *words, "--format", "json")
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def test_a_package_and_a_refusal_stand_in_the_log(linde: Path) -> None:
    words = ("--out", out(linde), "--channel", "sftp")
    done = gestand("disclose", "example-host", linde, *ANN, *words)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "Disclosure 1: name, email, account, 2 rows for Voorbeeld Host B.V." in done.stdout
    done = gestand("disclose", "police", linde, *ANN, "--out", linde.parent / "q.json")
    assert done.exit_code == 1
    assert "ground: `police` is an authority: without its order nothing is given" in done.stdout
    assert not (linde.parent / "q.json").exists()
    shown = gestand("disclosures", linde).stdout
    assert "example-host, for service: made\n  name, email, account, 2 rows; processor" in shown
    assert "police, for service: refused: ground: " in shown


def test_the_log_has_no_personal_data_in_any_form(linde: Path) -> None:
    gestand("disclose", "example-host", linde, *ANN, "--out", out(linde))
    forms = ("text", "csv", "json")
    shown = [gestand("disclosures", linde, "--format", form).stdout for form in forms]
    assert not [s for s in shown if "Ann" in s or "ann@" in s or "desk 1" in s]
    (row,) = csv.DictReader(io.StringIO(shown[1]))
    (record,) = json.loads(shown[2])["found"]
    assert (row["outcome"], row["categories"]) == ("made", "name, email, account")
    assert (record["ground"], record["statement"]) == ("processor agreement", "2024-01-01")
    assert "by desk 1" in gestand("disclosures", linde, "--who").stdout


def test_a_log_with_nothing_in_it_says_so(linde: Path) -> None:
    assert gestand("disclosures", linde).stdout.startswith("Nothing was given to anybody")
    assert gestand("order", linde).stdout == "There are no orders.\n"


def test_a_package_without_a_person_is_refused(linde: Path) -> None:
    words = ("--purpose", "service", "--out", out(linde))
    done = gestand("disclose", "example-host", linde, *words)
    assert (done.exit_code, "`--person` is missing" in done.stderr) == (2, True)


def test_two_people_release_what_an_order_asks(
    linde: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "nobody has decided" in gestand("order", linde, *TAKES_IN).stdout
    give = ("--number", 1, "--give", "name")
    alone = gestand("order", linde, *give)
    assert (alone.exit_code, "two people must" in alone.stderr) == (2, True)
    police = ("disclose", "police", linde, *ANN, "--order", 1, "--out", out(linde))
    assert gestand(*police).exit_code == 1
    monkeypatch.setenv("GESTAND_USER", "lawyer 2")
    (order,) = told(linde, *give)
    assert (order["given"], order["refused"]) == (["name"], ["contact"])
    assert gestand(*police).exit_code == 0
    (row,) = json.loads(out(linde).read_text("utf-8"))["rows"]
    assert row == {"values": {"name": ["Ann Ask"]}}
    assert "legal obligation (order 1, 126nd Sv, P-12)" in gestand("disclosures", linde).stdout


def test_an_order_without_an_article_releases_nothing(
    linde: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = ("--from", "police", "--verified", "called back", "--asks", "name")
    assert "without an article nothing can be given" in gestand("order", linde, *new).stdout
    monkeypatch.setenv("GESTAND_USER", "lawyer 2")
    done = gestand("order", linde, "--number", 1, "--give", "name")
    assert (done.exit_code, "lacks an article of a law" in done.stderr) == (2, True)
    assert "gives nothing" in gestand("order", linde, "--number", 1, "--refuse").stdout
    done = gestand("disclose", "police", linde, *ANN, "--order", 1, "--out", out(linde))
    assert (done.exit_code, "order 1 was refused" in done.stdout) == (1, True)


def test_an_order_is_secret_only_by_an_article(linde: Path) -> None:
    later, until = "2999-01-01", ("--secret-until", "2998-01-01")
    for words in (until, BY, (*until, "--secret-by", " ")):
        done = gestand("order", linde, *TAKES_IN, *words)
        assert (done.exit_code, "secret" in done.stderr) == (2, True), words
    assert gestand("order", linde).stdout == "There are no orders.\n"
    gestand("order", linde, *TAKES_IN)
    change = ("order", linde, "--number", 1, "--secret-until", later)
    assert "--secret-by TEXT" in gestand(*change).stderr
    assert f"secret until {later} by 126bb Sv" in gestand(*change, *BY).stdout
    assert "secret until 2998-01-01 by 126bb Sv" in gestand(*change[:-1], "2998-01-01").stdout
    gestand("order", linde, "--number", 1, "--not-secret")
    assert "--secret-by TEXT" in gestand(*change).stderr
    (told,) = json.loads(gestand("order", linde, "--format", "json").stdout)
    assert (told["secret_until"], told["secret_by"]) == (None, None)


def test_a_secret_order_comes_into_the_answer_later(
    linde: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = today("Europe/Amsterdam") + timedelta(days=30)
    assert gestand("order", linde, *TAKES_IN, "--secret-until", "2020-01-01", *BY).exit_code == 2
    gestand("order", linde, *TAKES_IN, "--secret-until", secret, *BY)
    done = gestand("order", linde, "--number", 1, "--secret-until", "2020-01-01")
    assert (done.exit_code, "2020-01-01 is over" in done.stderr) == (2, True)
    monkeypatch.setenv("GESTAND_USER", "lawyer 2")
    gestand("order", linde, "--number", 1, "--give", "name")
    gestand("disclose", "police", linde, *ANN, "--order", 1, "--out", out(linde))
    answers = []
    for words in (("--as-of", secret + timedelta(days=1)), ()):
        zipped = linde.parent / f"{len(answers)}.zip"
        done = gestand("access", linde, "--person", "customer:1", "--out", zipped, *words)
        answers.append((done.exit_code, given_to(zipped)))
    assert gestand("order", linde, "--number", 1, "--not-secret").exit_code == 0
    zipped = linde.parent / "open.zip"
    gestand("access", linde, "--person", "customer:1", "--out", zipped)
    assert answers == [(0, []), (0, [])]
    assert given_to(zipped) == ["police"]


def test_no_program_is_told_of_what_a_secret_order_gets(
    linde: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (linde / "privacy" / "datamap.yaml").open("a", encoding="utf-8") as datamap:
        datamap.write(HOOK)
    monkeypatch.setenv("CASES", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")  # for this test only
    came = events_of(linde)
    gestand("order", linde, *TAKES_IN, "--secret-until", today("Europe/Amsterdam"), *BY)
    police = ("disclose", "police", linde, *ANN, "--order", 1, "--out", out(linde))
    assert gestand(*police).exit_code == 1  # nobody has decided yet
    monkeypatch.setenv("GESTAND_USER", "lawyer 2")
    gestand("order", linde, "--number", 1, "--give", "name")
    assert gestand(*police).exit_code == 0
    refused = gestand("disclose", "example-partner", linde, *ANN, "--out", linde / "x.json")
    assert refused.exit_code == 1
    assert [*came, *events_of(linde)] == [("gestand.disclosure.refused", {})]
    assert gestand("order", linde, "--number", 1, "--not-secret").exit_code == 0
    second = ("disclose", "police", linde, *ANN, "--order", 1, "--out", linde / "second.json")
    assert gestand(*second).exit_code == 0
    kinds = [kind for kind, _ in events_of(linde)]
    assert kinds == ["gestand.disclosure.intended", "gestand.disclosure.made"]


HOOK = """
webhooks:
  cases: {url: "https://cases.delinde.example/in", secret: "${CASES}", events: [disclosure]}
"""


def events_of(linde: Path) -> list[tuple[str, dict[str, Any]]]:
    """Return what a program is told that takes all that it is sent."""
    _, datamap = load(linde).declared()
    sent: list[dict[str, Any]] = []

    def post(_url: str, body: bytes, *_: object) -> Told:
        sent.append(json.loads(body))
        return Told(Fate.SENT, "")

    opening = partial(keyring_in, Heads.of(linde, datamap.records), datamap.records)
    deliver(Door(State.beside(linde), opening, post), datamap.webhooks)
    return [(one["type"], one["data"]) for one in sent]


def given_to(zipped: Path) -> list[str]:
    told = json.loads(members(zipped).get("own-records.json", b"{}"))
    return [one["recipient"] for one in told.get("disclosures", [])]


def test_a_refusal_for_a_finding_stands_in_the_log_too(linde: Path) -> None:
    datamap = linde / "privacy" / "datamap.yaml"
    whole = datamap.read_text("utf-8")
    datamap.write_text(f"{whole}\nshoes: [\n", "utf-8")
    unread = gestand("disclose", "example-host", linde, *ANN, "--out", out(linde))
    assert (unread.exit_code, "the log does not tell: policy" in unread.stderr) == (2, True)
    datamap.write_text(whole, "utf-8")
    with closing(sqlite3.connect(linde / "db.db")) as connection:
        connection.execute("ALTER TABLE customers ADD COLUMN shoe_size")
    done = gestand("disclose", "example-host", linde, *ANN, "--out", out(linde))
    assert (done.exit_code, "refusal is number 1 in the log" in done.stderr) == (2, True)
    shown = gestand("disclosures", linde).stdout
    assert "example-host, for service: refused: declaration: the declaration has find" in shown
    assert not out(linde).exists()


def test_an_order_that_compels_to_nothing_is_weighed_and_orders_are_counted(
    linde: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asks = ("--verified", "called back", "--asks", "name", "--asks", "contact")
    weighed = "a missing person may be found by it"
    gestand("order", linde, "--from", "police", *asks, "--voluntary", weighed)
    gestand("order", linde, *TAKES_IN, "--secret-until", TODAY, *BY)
    monkeypatch.setenv("GESTAND_USER", "lawyer 2")
    assert weighed in gestand("order", linde, "--number", 1, "--give", "name").stdout
    police = ("disclose", "police", linde, *ANN, "--order", 1, "--out", out(linde))
    assert "legitimate interest (order 1, voluntary)" in gestand(*police).stdout
    (order,) = told(linde, "--number", 1, "--costs", "37.5")
    assert (order["costs"], order["voluntary"]) == ("37.50", weighed)
    assert gestand("order", linde, "--number", 1, "--costs", "much").exit_code == 2
    assert gestand("order", linde, "--count").stdout == (
        f"{TODAY.year} police: 2 received; 1 given in part, 1 not decided; 1 voluntary; "
        "costs EUR 37.50; 1 still secret\n"
    )
    (counted,) = told(linde, "--count")
    assert (counted["received"], counted["refused"], counted["still secret"]) == (2, 0, 1)


MISTAKES = [
    ("no recipient of the policy", ("--from", "example-host", "--asks", "name")),
    ("say what it asks for", ("--from", "police")),
    ("no category `shoes`", ("--from", "police", "--asks", "shoes")),
    ("still to come", ("--from", "police", "--asks", "name", "--received", "2999-01-01")),
    ("there is no order 9", ("--number", 9, "--refuse")),
    ("there is no order 9", ("--number", 9)),
    ("which order?", ("--refuse",)),
    ("not both at once", ("--from", "police", "--asks", "name", "--refuse")),
    ("one at a time", ("--number", 1, "--refuse", "--costs", "12")),
    ("about every order", ("--number", 1, "--count")),
    ("or `--refuse` all of it", ("--number", 1, "--give", "name", "--refuse")),
]


@pytest.mark.parametrize(("why", "words"), MISTAKES)
def test_a_mistake_changes_nothing(why: str, words: tuple[object, ...], linde: Path) -> None:
    done = gestand("order", linde, *words)
    assert (done.exit_code, why in done.stderr) == (2, True)
    assert told(linde) == []


def test_a_decision_on_an_order_stands(linde: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gestand("order", linde, *TAKES_IN)
    monkeypatch.setenv("GESTAND_USER", "lawyer 2")
    beyond = gestand("order", linde, "--number", 1, "--give", "account")
    assert "does not ask for `account`" in beyond.stderr
    gestand("order", linde, "--number", 1, "--refuse")
    again = gestand("order", linde, "--number", 1, "--give", "name")
    assert (again.exit_code, "that stands" in again.stderr) == (2, True)


def test_an_order_to_keep_data_places_a_hold_with_it(linde: Path) -> None:
    keep = (*TAKES_IN, "--keep", "customer:1")
    for words, why in (
        (keep, "--review DATE"),
        ((*keep, "--review", TODAY), "is not to come"),
        ((*TAKES_IN, "--keep", "customer:99", "--epoc", "preservation"), "no customer"),
        ((*TAKES_IN, "--review", TODAY), "--review goes with --keep"),
        (("--number", 1, "--keep", "customer:1"), "goes with a new order"),
    ):
        done = gestand("order", linde, *words)
        assert (done.exit_code, why in done.stderr) == (2, True), done.stderr
    assert gestand("order", linde).stdout == "There are no orders.\n"  # and no hold is left of them
    secret = TODAY + timedelta(days=90)
    gestand("order", linde, *keep, "--epoc", "preservation", "--secret-until", secret, *BY)
    (hold,) = json.loads(gestand("hold", linde, "--format", "json").stdout)
    due = TODAY + timedelta(days=60)
    assert (hold["because"], hold["article"]) == ("order 1 of police", "126nd Sv")
    assert abs((date.fromisoformat(hold["review"]) - due).days) <= 1
    assert gestand("hold", linde, "--number", 1, "--confirm").exit_code == 2  # two people
    assert not tells_of_a_hold(linde, "secret.zip")
    assert gestand("order", linde, "--number", 1, "--not-secret").exit_code == 0
    assert tells_of_a_hold(linde, "open.zip")


def tells_of_a_hold(folder: Path, name: str) -> bool:
    """Tell whether the answer to Ann says that her data are kept for a claim or an order."""
    zipped = folder.parent / name
    done = gestand("access", folder, "--person", "customer:1", "--out", zipped)
    assert done.exit_code == 0, done.output
    return any(b"rechtsvordering of een bevel" in data for data in members(zipped).values())
