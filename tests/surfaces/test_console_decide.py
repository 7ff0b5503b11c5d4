"""An officer decides about rows that the rules cannot settle, and sees then what would happen."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

from gestand.core.facts import Person
from gestand.core.roles import Role
from gestand.surfaces.web.application import Application
from gestand.work.facts import decisions
from gestand.work.heads import Heads
from tests.surfaces.test_console import GRANTED, console, new_case, shared, shown_code, signed_in
from tests.surfaces.test_web import Visitor

__all__ = ["console", "shared"]


def of_sign_ins(console: Application, query: str, *given: int) -> int:
    """Return one number about sign-ins."""
    shop = console.office.project.root / "shop.db"
    with closing(sqlite3.connect(shop)) as rows:
        return int(rows.execute(f"SELECT {query}", given).fetchone()[0])


def test_what_must_be_weighed_is_decided_before_anything_goes(console: Application) -> None:
    joined = "sign_ins s JOIN accounts a ON s.account_id = a.id"
    newest = f"customer_id FROM {joined} ORDER BY signed_in_on DESC LIMIT 1"
    key = of_sign_ins(console, newest)
    left = f"count(*) FROM {joined} WHERE customer_id = ?"
    before = of_sign_ins(console, left, key)
    path = f"/nl/zaken/{new_case(console, *GRANTED, person=Person('customer', key)).row.number}"
    mila = signed_in(console, Role.OFFICER)
    mila.look(path)
    who = {"do": "carry-out", "version": "3", "kind": "customer", "person": str(key)}
    asked = mila.send(path, who).text
    assert "Weegt ons belang bij “Misbruik van accounts ontdekken”" in asked
    assert 'name="sure"' not in asked and before > 0
    answer = {**who, "ask": "ask:shop.sign_ins:weigh-security", "ask-outcome": "remove"}
    lacks = mila.send(path, {**answer, "ask-because": " "})
    assert (lacks.status, "schrijf op waarom" in lacks.text) == (422, True)
    answer["ask-because"] = "Nobody looks into it any more."
    shown = mila.send(path, answer).text
    assert "Weegt ons belang" not in shown and 'name="sure"' in shown
    state = Heads.of(console.office.project.root, console.office.records).state
    assert [one.remove for one in decisions(state)] == [True]
    sure = {**who, "code": shown_code(mila, path, who), "sure": "1"}
    assert mila.send(path, sure).status == 303
    assert of_sign_ins(console, left, key) < before


def offered(visitor: Visitor, path: str) -> set[str]:
    """Return what a case lets somebody do."""
    return set(re.findall(r'name="do" value="([a-z-]+)"', visitor.ask(path).text))


def test_nobody_is_offered_what_a_second_person_does(console: Application) -> None:
    person = Person("customer", 4)
    path = f"/en/cases/{new_case(console, GRANTED[0], person=person).row.number}"
    mila, joris = signed_in(console, Role.OFFICER), signed_in(console, Role.SECOND)
    for who in (mila, joris):
        who.look(path)
    refused = {"do": "decide", "version": "2", "item": "everything", "outcome": "refused",
               "ground": "12.5-excessive", "because": "It was asked each week."}
    assert mila.send(path, refused).status == 303
    assert not offered(mila, path) & {"confirm", "refuse"}
    assert "confirm" in offered(joris, path)
    joris.send(path, {"do": "confirm", "version": "3", "item": "everything"})
    assert "refuse" in offered(mila, path)
    mila.send(path, {"do": "refuse", "version": "4", "how": "by mail"})
    mila.send(path, {"do": "complain", "version": "5", "because": "I asked twice."})
    assert not offered(mila, path) & {"decide", "uphold", "settle-identity"}
    assert "You took part in the decision." in mila.ask(path).text
