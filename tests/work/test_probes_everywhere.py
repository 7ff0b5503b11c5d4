"""What came back, was left or is shown is found on each kind of database, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from gestand.core.asking import weigh_step
from gestand.core.facts import Person
from gestand.core.request import What
from gestand.core.rights_rules import Right
from gestand.wiring import open_company, open_inspection
from gestand.wiring.recording import keyring_of
from gestand.work.decide import Answer
from gestand.work.inspection import Inspection
from gestand.work.probes import erased, identified, objected, restricted, withdrawn
from gestand.work.prove import Look
from gestand.work.suppression import keep_objections
from gestand.work.sweep import Request, prepare
from tests.databases import Database, together
from tests.recording import carried_out, decided
from tests.sowing import asked
from tests.stories.story import laid_down, read
from tests.viewed import make

STORY = "a_purpose_that_was_objected_to_is_not_used"
MARKETING = "an_objection_to_marketing_is_not_weighed"
DAY, NEXT = date(2026, 6, 1), datetime(2026, 6, 2, 9, tzinfo=UTC)
FACTS = """facts: 1
recorded:
  - {fact: objection, who: 'contact:1', when: 2026-05-20, purpose: business contacts}
  - {fact: restriction, who: 'customer:2', when: 2026-02-20, because: contested, source: letter}
  - {fact: restriction, who: 'customer:3', when: 2026-02-20, because: contested, source: letter}
"""
APPLICATION = "INSERT INTO applications VALUES ({}, {}, 'Al', 'al@delinde.example', 'Dear', {});"
ERASED = APPLICATION.format(1, 2, "'2026-05-10', NULL, NULL, NULL, NULL")
OPEN = APPLICATION.format(2, "NULL", "'2026-05-10', NULL, NULL, NULL, NULL")
WITHDREW = APPLICATION.format(3, 1, "'2026-01-10', NULL, NULL, '2026-03-10', '2026-04-01'")
ROWS = f"""
INSERT INTO customers VALUES (2, 'K2', 'Bo', 'bo@delinde.example', '06-2', 'Kade 2', '2020-01-10');
INSERT INTO customers VALUES (3, 'K3', 'Cy', 'cy@delinde.example', '06-3', 'Kade 3', '2020-01-10');
INSERT INTO contracts VALUES (2, 2, 'Web', 'bo.example', '2022-01-10', NULL);
INSERT INTO vacancies VALUES (1, 'Baker', '2025-12-01', '2026-03-02', NULL, NULL);
INSERT INTO vacancies VALUES (2, 'Smith', '2025-12-01', '2026-05-20', NULL, NULL);
{ERASED} {OPEN}
"""
SPOILED = f"""
{ERASED} {WITHDREW}
DELETE FROM customers WHERE id = 3;
DROP VIEW gestand_business_contacts_contacts;
CREATE VIEW gestand_business_contacts_contacts AS SELECT id, name FROM contacts;
DROP VIEW gestand_service_customers;
CREATE VIEW gestand_service_customers AS SELECT * FROM customers WHERE id < 3;
"""
BACK = """
INSERT INTO members VALUES (1, 'Ann', 'ann@delinde.example', '2020-01-10', '2026-05-20');
INSERT INTO messages VALUES (1, 1, NULL, 'Ann', NULL, 'Buy a ladder', '2026-05-01');
INSERT INTO messages VALUES (2, NULL, 1, NULL, 'Ann', 'Welcome', '2026-05-02');
INSERT INTO messages VALUES (5, 1, 2, 'Ann', 'Bo', 'Hello', '2026-05-03');
"""
CAS = "INSERT INTO contacts VALUES (1, 1, 'Cas', 'buyer', 'cas@mail.example', '2024-02-01', NULL)"
UPHELD = (
    (What.SETTLE_IDENTITY, {"method": "call-back"}, date(2026, 5, 21)),
    (What.DECIDE, {"item": "everything", "outcome": "granted"}, date(2026, 5, 22)),
    (What.CARRY_OUT, {}, date(2026, 5, 23)),
)
FOUND = {
    ("rights.erase", "db.applications: name, email, letter", 1),
    ("rights.withdraw", "db.applications: name, email, letter", 1),
    ("rights.object", "gestand_business_contacts_contacts: name", 1),
    ("rights.restrict", "customer", 1),
    ("rights.restrict", "gestand_service_customers: name, email, phone, street", 1),
}
Laid = Callable[[str], AbstractContextManager[Database]]
PROBES = (erased.look, objected.look, restricted.look, withdrawn.look)


@pytest.fixture
def laid(kind: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Laid:
    """Lay the company of a story down in the folder of the test."""

    @contextmanager
    def of(story: str) -> Iterator[Database]:
        with laid_down(read(story), tmp_path, kind, together(tmp_path_factory)) as databases:
            yield databases["db"]

    return of


def found(inspection: Inspection, probes: tuple[Look, ...]) -> set[tuple[str, str, int]]:
    """Return what probes find wrong, by promise; each has looked in the store."""
    every = [each for look in probes for each in look(inspection)]
    assert all(each.stores == {"db"} and each.seen for each in every)
    told = [(each.promise, p.where, p.count) for each in every for p in each.problems]
    assert len({*told}) == len(told)  # each once
    return {*told}


def test_what_is_not_as_people_asked_is_found(tmp_path: Path, laid: Laid) -> None:
    with laid(STORY) as database:
        database.run(ROWS)
        (tmp_path / "privacy" / "facts.yaml").write_text(FACTS, "utf-8")
        policy = tmp_path / "privacy" / "policy.yaml"
        text = policy.read_text("utf-8")
        policy.write_text(text.replace('letter of motivation, is: "pd:Communication"',
                                       'letter of motivation, is: "pd:Passport"'), "utf-8")
        asks = Request(DAY, (Person("applicant", 1),), erase=True)
        with prepare(open_company(tmp_path), asks) as prepared:
            carried_out(prepared)
        make(open_company(tmp_path), DAY)
        seen = open_inspection(tmp_path, NEXT)
        assert found(seen, PROBES[:3]) == set()
        documents = [("rights.identify-copy", "db.applications: letter", 1),
                     ("rights.identify-only", "db.applications: letter", 1)]
        assert found(seen, (identified.look,)) == {*documents}
        database.run(SPOILED)
        assert found(open_inspection(tmp_path, NEXT), PROBES) == FOUND


def test_what_came_back_of_one_of_several_people_is_found(tmp_path: Path, laid: Laid) -> None:
    with laid("a_message_has_one_of_two_owners") as database:
        asks = Request(DAY, (Person("member", 1),), erase=True)
        with prepare(open_company(tmp_path), asks) as prepared:
            carried_out(prepared)
        (told,) = erased.look(open_inspection(tmp_path, NEXT))
        assert (told.seen, told.problems, told.unseen) == (1, (), frozenset())
        database.run(BACK)
        assert found(open_inspection(tmp_path, NEXT), (erased.look,)) == {
            ("rights.erase", "db.members: name, email", 1),
            ("rights.erase", "db.messages: sender_name", 2),
            ("rights.erase", "db.messages: recipient_name", 1),
            ("rights.erase", "db.messages: body", 2),  # what went from her to Bo is his as well
        }


def test_marketing_that_somebody_refused_is_found_in_rows_and_missed_on_the_list(
    tmp_path: Path, laid: Laid
) -> None:
    promise = "rights.object-marketing"
    left, unlisted = (promise, "db.contacts: name, job, email", 1), (promise, "db.contacts", 1)
    with laid(MARKETING):
        assert found(open_inspection(tmp_path, NEXT), (objected.look,)) == {left, unlisted}
        company = open_company(tmp_path)
        with keyring_of(company) as keyring:
            keep_objections(company, keyring.journal)
        assert found(open_inspection(tmp_path, NEXT), (objected.look,)) == {left}
        with prepare(company, Request(DAY)) as prepared:
            carried_out(prepared)
        (told,) = objected.look(open_inspection(tmp_path, NEXT))
        assert (told.seen, told.problems) == (0, ())


def test_what_comes_back_after_an_objection_that_was_upheld_is_found(
    tmp_path: Path, laid: Laid
) -> None:
    with laid(STORY) as database:
        company, answer = open_company(tmp_path), Answer(True, DAY, "they are right")
        decided(company, Request(DAY), weigh_step("db.contacts", "business contacts"), answer)
        with prepare(company, Request(DAY)) as prepared:
            carried_out(prepared)
        assert not any(told.problems for told in objected.look(open_inspection(tmp_path, NEXT)))
        database.run(CAS)
        back = {("rights.object", "db.contacts: name, job, email", 1)}
        assert found(open_inspection(tmp_path, NEXT), (objected.look,)) == back
        by_hand = asked(Right.OBJECTION, *UPHELD, on=date(2026, 5, 20),
                        of=Person("contact", 2), about=("business contacts",))  # fmt: skip
        by_hand(tmp_path)
        also = {(promise, where, 2) for promise, where, _ in back}
        assert found(open_inspection(tmp_path, NEXT), (objected.look,)) == also
