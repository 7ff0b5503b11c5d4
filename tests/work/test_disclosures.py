"""What is given to a recipient: no more than it gets and the purpose may use; and the log of it."""

from __future__ import annotations

import json
import os
import signal
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from gestand.core.disclosures import Allowed, Ground
from gestand.errors import CannotRun
from gestand.wiring import open_company
from gestand.wiring.recording import journal_to_read, keyring_of
from gestand.work.disclosures import FAILED, INTENDED, MADE, REFUSED, logged
from gestand.work.editions import versions_of
from gestand.work.logs import logs
from gestand.work.project import load
from gestand.work.registers import DISCLOSURES, begin, go_on, lines_about
from gestand.work.state import DATABASE
from gestand.work.verify import look_through
from tests.acceptance.killing import Countdown, in_a_child
from tests.answers import give, members, page_of
from tests.databases import Database, on
from tests.linde import TODAY, build, run
from tests.stories.story import laid_down, read
from tests.surfaces.commands import gestand
from tests.work.disclosing import CHANGES, RECIPIENTS, RIGHTS, ROWS, hand, refused, values

OF_TWO = """
INSERT INTO members VALUES (1, 'Aaltje', 'aaltje@x.example', '2020-01-01', NULL),
    (2, 'Bjorn', 'bjorn@x.example', '2020-01-01', NULL);
INSERT INTO agents VALUES (7, 'Carla', '2020-01-01', NULL);
INSERT INTO messages VALUES (1, 1, 2, 'Aaltje', 'Bjorn', 'Hoi', '2026-06-01'),
    (2, 2, 1, 'Bjorn', 'Aaltje', 'Beterschap', '2026-06-02');
INSERT INTO tickets VALUES (5, 1, 'Stuk', '2026-06-01', NULL);
INSERT INTO answers VALUES (6, 5, 7, 'Carla', 'Uit en aan', '2026-06-02');
"""
PARTNER: dict[str, Any] = {"recipient": "example-partner"}


@pytest.fixture
def linde(tmp_path: Path) -> Path:
    return build(tmp_path / "linde", ROWS, CHANGES)


def log(folder: Path) -> list[tuple[int, str]]:
    return [(one.number, one.event) for one in logged(open_company(folder).state)]


def wrong(folder: Path) -> tuple[str, ...]:
    with journal_to_read(open_company(folder).heads) as journal:
        assert journal is not None
        return look_through(journal).wrong


def test_a_package_has_what_the_recipient_gets_and_the_purpose_needs(linde: Path) -> None:
    handed = hand(linde, channel="sftp")
    assert isinstance(handed.found, Allowed)
    assert handed.found.ground is Ground.PROCESSOR
    assert values(linde) == [
        {"name": ["Ann Ask"], "email": ["ann@delinde.example"]},
        {"account": ["ann.example"]},
    ]
    whole = (linde / "p.json").read_text("utf-8")
    assert not [t for t in ("030", "Street", "Bo Beside", "Cas", "customers") if t in whole]
    assert stat.S_IMODE((linde / "p.json").stat().st_mode) == 0o600
    assert (log(linde), wrong(linde)) == ([(1, MADE)], ())


@on("sqlite", "postgresql", "mariadb")
def test_it_is_the_same_on_each_database(kind: str, tmp_path: Path) -> None:
    folder = tmp_path / "company"
    folder.mkdir()
    with laid_down(read("consent_in_time"), folder, kind, tmp_path) as databases:
        databases["db"].run("DELETE FROM documents; DELETE FROM applications;")
        databases["db"].run(ROWS.partition("INSERT INTO vacancies")[0])
        path = folder / "privacy" / "policy.yaml"
        path.write_text(path.read_text("utf-8").replace(RIGHTS, RECIPIENTS + RIGHTS), "utf-8")
        hand(folder)
        assert values(folder) == [
            {"name": ["Ann Ask"], "email": ["ann@delinde.example"]},
            {"account": ["ann.example"]},
        ]
        give(folder, folder / "a.zip", ("customer", 1), on=TODAY)
        assert "Voorbeeld Host B.V." in page_of(members(folder / "a.zip"))


@on("sqlite", "postgresql")
def test_the_log_stands_in_own_records_wherever_these_are(
    database: Database, tmp_path: Path
) -> None:
    url = database.url if database.kind == "postgresql" else ""
    records = [("datamap: 1\n", f'datamap: 1\nrecords: {{url: "{url}"}}\n')] if url else []
    folder = build(tmp_path / "linde", ROWS, {**CHANGES, "datamap": records})
    hand(folder)
    refused_one = hand(folder, recipient="police", out=folder / "q.json")
    assert (refused_one.number, log(folder)) == (2, [(1, MADE), (2, REFUSED)])
    assert wrong(folder) == ()


def test_only_one_row_may_be_named(linde: Path) -> None:
    hand(linde, row="db.contracts:1")
    assert values(linde) == [{"account": ["ann.example"]}]
    assert "may use no value" in refused_for(linde, row="db.contracts:2")


def refused_for(folder: Path, **how: Any) -> str:
    (folder / "p.json").unlink(missing_ok=True)
    return refused(folder, **how)


FACTS = """\
facts: 1
recorded:
  - {{fact: {fact}, who: "{who}", when: 2026-06-01, {more}}}
"""
STOPS = [
    ("restriction", "because: contested, source: letter", ("customer", 1), {}),
    ("objection", "purpose: business contacts", ("contact", 1),
     PARTNER | {"purpose": "business contacts"}),
    ("consent withdrawn", "purpose: talent pool", ("applicant", 2),
     PARTNER | {"purpose": "talent pool"}),
]  # fmt: skip


@pytest.mark.parametrize(("fact", "more", "person", "how"), STOPS, ids=[s[0] for s in STOPS])
def test_what_is_restricted_objected_to_or_withdrawn_is_left_out(
    fact: str, more: str, person: tuple[str, int], how: dict[str, Any], linde: Path
) -> None:
    assert isinstance(hand(linde, person, **how).found, Allowed)
    said = FACTS.format(fact=fact, who=":".join(map(str, person)), more=more)
    (linde / "privacy" / "facts.yaml").write_text(said)
    assert "may use no value" in refused_for(linde, person=person, **how)
    assert log(linde) == [(1, MADE), (2, REFUSED)]


def test_the_log_tells_in_dutch_what_was_given_and_why_not(linde: Path) -> None:
    hand(linde)
    refused_for(linde, recipient="police")
    company = open_company(linde)
    with keyring_of(company) as keyring:  # as an older version wrote it
        reasons = [{"lacks": "tool", "why": "a certificate ended"}]
        told = {"on": "2026-01-01", "recipient": "gone", "people": [], "because": reasons}
        begin(keyring.journal, DISCLOSURES, REFUSED, told)
    filler = versions_of(load(linde), company.policy, TODAY)[-1].filler("nl")
    log = next(one for one in logs(filler, company.state) if one.id == "disclosures")
    whom, country, *_, why, package = [[row[i] for row in log.rows] for i in (3, 4, 12, 13)]
    assert whom == ["Voorbeeld Host B.V.", "police", "gone"]
    assert country == ["Nederland", "", ""]
    assert why[1:] == [
        "`police` is een overheid: zonder vordering krijgt die niets", "a certificate ended",
    ]  # fmt: skip
    assert [len(digest) for digest in package] == [64, 0, 0]
    printed = gestand("disclosures", linde, "--lang", "nl").stdout.splitlines()
    assert printed[0] == f"1 {TODAY} example-host, voor service: gegeven"
    assert printed[1].endswith("rijen; verwerkersovereenkomst (getekend op 2025-03-01)")
    assert "police, voor service: geweigerd: grondslag: `police` is een overheid" in printed[2]


def test_who_gave_no_consent_is_not_given_on_consent(linde: Path) -> None:
    pool = PARTNER | {"purpose": "talent pool"}
    assert "may use no value" in refused(linde, person=("applicant", 1), **pool)
    found = hand(linde, ("applicant", 2), **pool).found
    assert isinstance(found, Allowed)
    assert (found.ground, values(linde)) == (Ground.CONSENT, [{"name": ["Eve"]}])


def test_a_withdrawal_in_the_register_counts_at_once(linde: Path) -> None:
    pool = PARTNER | {"purpose": "talent pool", "person": ("applicant", 2)}
    assert isinstance(hand(linde, **pool).found, Allowed)
    said = {
        "receipt": "letter-1", "event": "withdrawn", "purpose": "talent pool",
        "who": "applicant:2", "at": "2026-06-01T10:00+02:00",
    }  # fmt: skip
    done = gestand("consent", "lines", "--in", linde, typed=json.dumps(said) + "\n")
    assert done.exit_code == 0
    assert "may use no value" in refused_for(linde, **pool)


MEMBERS = Path(__file__).resolve().parent.parent / "stories" / "base_messages"
COURIER = """\
recipients:
  kinds: {courier: {nl: koeriers, en: couriers}}
  example-courier:
    {is: courier, country: NL, gets: [name, message, email], for: [messages, support]}
"""


@pytest.fixture
def post(tmp_path: Path) -> Path:
    """Give a company whose rows are of two people."""
    folder = tmp_path / "members"
    (folder / "privacy").mkdir(parents=True)
    policy = (MEMBERS / "policy.yaml").read_text("utf-8").replace(RIGHTS, COURIER + RIGHTS)
    (folder / "privacy" / "policy.yaml").write_text(policy, "utf-8")
    (folder / "privacy" / "datamap.yaml").write_bytes((MEMBERS / "datamap.yaml").read_bytes())
    run(folder, (MEMBERS / "schema.sql").read_text("utf-8") + OF_TWO)
    return folder


def test_of_a_row_of_two_people_only_what_is_about_the_one_is_given(post: Path) -> None:
    hand(post, ("member", 1), recipient="example-courier", purpose="messages")
    whole = (post / "p.json").read_text("utf-8")
    assert "Bjorn" not in whole and "Carla" not in whole
    assert values(post) == [
        {"name": ["Aaltje"], "message": ["Hoi"]},
        {"name": ["Aaltje"], "message": ["Beterschap"]},
    ]
    hand(post, ("member", 1), recipient="example-courier", purpose="support", out=post / "q.json")
    assert values(post, "q.json") == [{"message": ["Stuk"]}, {"message": ["Uit en aan"]}]


def test_an_agreement_that_has_ended_stops_the_flow_by_itself(linde: Path) -> None:
    last = TODAY.replace(year=2028, month=3, day=1)
    assert isinstance(hand(linde, on=last).found, Allowed)
    assert "agreement: no agreement with" in refused_for(linde, on=last.replace(day=2))


def test_a_refusal_is_logged_without_what_was_typed(linde: Path) -> None:
    assert "names no recipient" in refused(linde, recipient="Ann Ask", purpose="her pleasure")
    (line,) = open_company(linde).state.lines(DISCLOSURES)
    assert (line["event"], line["recipient"], line["purpose"]) == (REFUSED, None, None)
    assert "Ann" not in json.dumps(line) and "pleasure" not in json.dumps(line)


def test_an_unknown_purpose_is_refused_with_what_is_meant_and_not_logged(linde: Path) -> None:
    assert "did you mean `service`?" in refused(linde, purpose="serivce")
    assert "it gets data for `service`" in refused(linde, purpose="eve@delinde.example")
    told = [line["because"] for line in open_company(linde).state.lines(DISCLOSURES)]
    why = {"lacks": "purpose", "why": "unknown purpose", "code": "unknown purpose", "facts": {}}
    assert told == [[why]] * 2


def test_a_place_that_is_taken_is_refused_and_nothing_is_logged(linde: Path) -> None:
    (linde / "p.json").write_text("mine")
    with pytest.raises(CannotRun, match="there already"):
        hand(linde)
    with pytest.raises(CannotRun, match="there is no folder"):
        hand(linde, out=linde / "nowhere" / "p.json")
    with pytest.raises(CannotRun, match="no address"):
        hand(linde, out=linde / "q.json", channel="to ann@delinde.example")
    with pytest.raises(CannotRun, match="no order 3"):
        hand(linde, out=linde / "q.json", recipient="police", order=3)
    assert (linde / "p.json").read_text() == "mine"
    assert log(linde) == []


def test_a_package_that_cannot_be_written_is_logged_as_failed(linde: Path) -> None:
    with pytest.raises(CannotRun, match="cannot be written"):
        hand(linde, out=Path("/proc/package.json"))
    assert log(linde) == [(1, FAILED)]
    give(linde, linde / "a.zip", ("customer", 1), on=TODAY)
    assert "own-records.json" not in members(linde / "a.zip")


def test_the_log_names_nobody_and_the_ledger_tells_of_each_line(linde: Path) -> None:
    hand(linde, row="db.customers:1")
    database = (linde / ".gestand" / DATABASE).read_bytes()
    assert not [t for t in (b"Ann Ask", b"ann@delinde", b"customers:1") if t in database]
    change = "UPDATE gestand_disclosure SET said = replace(said, 'example-host', 'example-hoax')"
    run(linde, change, f".gestand/{DATABASE}")
    assert any("the disclosures are not those" in told for told in wrong(linde))


def test_an_answer_tells_who_got_what(linde: Path) -> None:
    hand(linde)
    refused_one = hand(linde, recipient="police", out=linde / "q.json")
    assert not isinstance(refused_one.found, Allowed)
    give(linde, linde / "a.zip", ("customer", 1), on=TODAY)
    told = members(linde / "a.zip")
    page = page_of(told)
    assert "Op 15 juni 2026 gaven wij Voorbeeld Host B.V. in Nederland deze gegevens van u" in page
    (given,) = json.loads(told["own-records.json"])["disclosures"]
    assert given == {
        "on": "2026-06-15", "recipient": "Voorbeeld Host B.V.", "countries": ["NL"],
        "categories": ["name", "email", "account"], "purpose": "service",
        "ground": "processor agreement",
    }  # fmt: skip
    assert "politie" not in page  # which got nothing, and is no regular recipient
    give(linde, linde / "b.zip", ("customer", 2), on=TODAY)
    assert "own-records.json" not in members(linde / "b.zip")


@contextmanager
def counted(countdown: Countdown) -> Iterator[None]:
    countdown.on = True
    yield
    countdown.on = False


def hand_counted(folder: Path, countdown: Countdown) -> None:
    with counted(countdown):
        hand(folder)


def stopped_at_each_moment(folder: Path, by: int, look: Callable[[], None]) -> int:
    for moment in range(1, 200, 2):
        countdown = Countdown(moment, by)
        stopped = in_a_child(partial(hand_counted, folder, countdown), countdown)
        look()
        (folder / "p.json").unlink(missing_ok=True)
        if not stopped:
            return moment
    return 0


@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGINT])
def test_a_crash_leaves_no_package_that_no_log_tells_of(by: int, linde: Path) -> None:
    hand(linde)
    os.unlink(linde / "p.json")  # noqa: PTH108  # its intent and its end are on record
    seen = [1]

    def look() -> None:
        new = [event for number, event in log(linde) if number > seen[0]]
        seen[0] = len(log(linde))
        if (linde / "p.json").exists():
            assert new and new[-1] in (INTENDED, MADE)
            assert values(linde)[0]["name"] == ["Ann Ask"]
        else:
            assert not new or new[-1] in (INTENDED, FAILED)

    assert stopped_at_each_moment(linde, by, look) > 5
    assert wrong(linde) == ()


def test_of_two_who_write_about_one_number_the_second_looks_again(linde: Path) -> None:
    hand(linde)
    company = open_company(linde)
    with keyring_of(company) as keyring:
        seen = (1, lines_about(company.state, DISCLOSURES, 1))
        go_on(keyring.journal, DISCLOSURES, seen, FAILED, {})
        with pytest.raises(CannotRun, match="disclosure 1 was written by another program"):
            go_on(keyring.journal, DISCLOSURES, seen, MADE, {})
    assert (log(linde), wrong(linde)) == ([(1, FAILED)], ())


def test_one_that_was_stopped_is_told_as_not_certain(linde: Path) -> None:
    hand(linde)
    run(linde, "DELETE FROM gestand_disclosure WHERE number = 2", f".gestand/{DATABASE}")
    assert log(linde) == [(1, INTENDED)]
    give(linde, linde / "a.zip", ("customer", 1), on=TODAY)
    assert "Of dat is gelukt, weten wij niet zeker." in page_of(members(linde / "a.zip"))
