"""The register of legal holds: placed, confirmed, reviewed and released, each by its people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from gestand.core.acting import is_same
from gestand.core.facts import HoldPlaced, Person
from gestand.core.holds import Hold
from gestand.records.base import News
from gestand.settings import decider
from gestand.work.journal import Journal
from gestand.work.registers import HOLDS, Refused, add_line, begin, go_on, lines_about
from gestand.work.said import Entry
from gestand.work.state import State

PLACED, CONFIRMED, REVIEWED = "placed", "confirmed", "reviewed"
RELEASE_ASKED, RELEASED = "release asked", "released"


def holds(state: State) -> dict[int, Hold]:
    """Return every hold by its number, as far as it has come."""
    found: dict[int, Hold] = {}
    for line in state.lines(HOLDS):
        number = line["hold"]
        known = found.get(number)
        found[number] = _placed(line) if known is None else _after(known, line)
    return found


def standing_holds(state: State, day: date) -> tuple[HoldPlaced, ...]:
    """Return the holds that count on a day, as facts about people who are known by a digest."""
    return tuple(
        HoldPlaced(
            one.person,
            one.placed_on,
            one.because,
            one.placed_by,
            one.review,
            source=f"hold {one.number}",
        )
        for one in holds(state).values()
        if one.stands(day)
    )


def place(
    journal: Journal, person: Person, because: str, article: str, days: tuple[date, date]
) -> Hold:
    """Place a hold on a person, from the first of `days` on, to be reviewed on the second.

    Raises CannotRun without a reason or an article, or for a review that is not to come.
    """
    today, review = days
    if not because.strip() or not article.strip():
        message = "say why, and by which article or order: --because TEXT --article TEXT"
        raise Refused(message)
    _refuse_past(review, today)
    line = _line(journal.state, person, because, article, days)
    with journal.state.alone():
        number = begin(journal, HOLDS, PLACED, line)
        return holds(journal.state)[number]


def place_by_order(
    state: State,
    news: list[News],
    order: tuple[int, str, str],
    people: Sequence[Person],
    days: tuple[date, date],
) -> None:
    """Place a hold on each person whose data an order wants kept, in the caller's transaction.

    `order` is its number, who gave it, and by which article. A second person confirms each hold.
    Raises CannotRun for a review that is not to come.
    """
    number, authority, article = order
    _refuse_past(days[1], days[0])
    free = max(holds(state), default=0) + 1
    for which, person in enumerate(people, free):
        line = _line(state, person, f"order {number} of {authority}", article, days)
        add_line(state, news, HOLDS, (which, 0), (PLACED, {**line, "order": number}))


def _line(
    state: State, person: Person, because: str, article: str, days: tuple[date, date]
) -> dict[str, Any]:
    today, review = days
    return {
        "kind": person.kind,
        "key": state.digest(person.kind, person.key),
        "on": today.isoformat(),
        "because": because.strip(),
        "article": article.strip(),
        "review": review.isoformat(),
        "by": decider(),
    }


def confirm(journal: Journal, number: int) -> Hold:
    """Confirm a hold, as a second person; CannotRun for the one who placed it, or once more."""
    with journal.state.alone():
        hold = _standing(journal.state, number)
        if hold.confirmed_by:
            message = f"hold {number} was confirmed already"
            raise Refused(message)
        if is_same(hold.placed_by, decider()):
            message = f"whoever placed hold {number} may not confirm it: two people must"
            raise Refused(message)
        return _go_on(journal, number, CONFIRMED, {})


def review(journal: Journal, number: int, until: date, because: str, today: date) -> Hold:
    """Keep a hold until another review; CannotRun without a reason."""
    if not because.strip():
        message = "say why it is still needed: --because TEXT"
        raise Refused(message)
    _refuse_past(until, today)
    with journal.state.alone():
        _standing(journal.state, number)
        told = {"review": until.isoformat(), "because": because.strip()}
        return _go_on(journal, number, REVIEWED, told)


def release(journal: Journal, number: int, person: Person, because: str, today: date) -> Hold:
    """Ask to release a hold, or grant what somebody else has asked; return what became of it.

    `person` is whom it is about, named once more: a wrong number would let somebody else's data go.
    """
    with journal.state.alone():
        hold = _about(journal.state, number, person)
        if not hold.asked_release:
            return _ask(journal, hold, because)
        return _grant(journal, hold, today)


def ask_release(journal: Journal, number: int, person: Person, because: str) -> Hold:
    """Ask to release a hold; CannotRun where somebody did, so that nobody grants it by asking."""
    with journal.state.alone():
        hold = _about(journal.state, number, person)
        if hold.asked_release:
            message = f"the release of hold {number} was asked already"
            raise Refused(message)
        return _ask(journal, hold, because)


def grant_release(journal: Journal, number: int, person: Person, today: date) -> Hold:
    """Release a hold, as a second person; CannotRun where nobody asked for that."""
    with journal.state.alone():
        hold = _about(journal.state, number, person)
        if not hold.asked_release:
            message = f"nobody asked to release hold {number} any more"
            raise Refused(message)
        return _grant(journal, hold, today)


def _about(state: State, number: int, person: Person) -> Hold:
    """Return a hold that counts and is about a person; CannotRun where it is not."""
    hold = _standing(state, number)
    if hold.person.kind != person.kind or hold.person.key != state.digest(person.kind, person.key):
        message = f"hold {number} is about somebody else"
        raise Refused(message)
    return hold


def _ask(journal: Journal, hold: Hold, because: str) -> Hold:
    if not because.strip():
        message = "say why it is no longer needed: --because TEXT"
        raise Refused(message)
    return _go_on(journal, hold.number, RELEASE_ASKED, {"because": because.strip()})


def _grant(journal: Journal, hold: Hold, today: date) -> Hold:
    if is_same(hold.asked_release, decider()):
        message = f"whoever asked to release hold {hold.number} may not grant it: two people must"
        raise Refused(message)
    return _go_on(journal, hold.number, RELEASED, {"on": today.isoformat()})


def _refuse_past(review: date, today: date) -> None:
    if review <= today:
        message = f"{review} is not to come: on which day is it looked at again?"
        raise Refused(message)


def _standing(state: State, number: int) -> Hold:
    found = holds(state).get(number)
    if found is None:
        message = f"there is no hold {number}: `gestand hold` lists them"
        raise Refused(message)
    if found.released_on is not None:
        message = f"hold {number} was released on {found.released_on}"
        raise Refused(message)
    return found


def _go_on(journal: Journal, number: int, event: str, told: Mapping[str, Any]) -> Hold:
    seen = number, lines_about(journal.state, HOLDS, number)
    go_on(journal, HOLDS, seen, event, {**told, "by": decider()})
    return holds(journal.state)[number]


def _placed(line: Entry) -> Hold:
    return Hold(
        number=line["hold"],
        person=Person(line["kind"], line["key"], hidden=True),
        placed_on=date.fromisoformat(line["on"]),
        because=line["because"],
        article=line["article"],
        review=date.fromisoformat(line["review"]),
        placed_by=line["by"],
        order=line.get("order", 0),
    )


def _after(hold: Hold, line: Entry) -> Hold:
    event, by = line["event"], line["by"]
    if event == CONFIRMED:
        return replace(hold, confirmed_by=by)
    if event == REVIEWED:
        # Whoever looks again and keeps it has refused a release that was asked.
        return replace(hold, review=date.fromisoformat(line["review"]), asked_release="")
    if event == RELEASE_ASKED:
        return replace(hold, asked_release=by, release_because=line["because"])
    return replace(hold, released_by=by, released_on=date.fromisoformat(line["on"]))
