"""What somebody had restricted on a day that is over."""

from __future__ import annotations

from datetime import date

from gestand.core.facts import DATA, FOR, Part, Person, RestrictionLifted, RestrictionPlaced
from gestand.core.proving.apart_then import restricted_by

ANN, PHONE, NEWS = Person("customer", 1), Part(DATA, "phone"), Part(FOR, "newsletter")
MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)


def test_a_restriction_covers_the_days_between_its_own() -> None:
    facts = [
        RestrictionLifted(ANN, JULY, JUNE),
        RestrictionPlaced(ANN, MAY, "contested"),
        RestrictionPlaced(ANN, MAY, "contested", PHONE),
    ]
    for one in restricted_by(facts, lambda person: person.kind)["customer"]:
        days = (MAY, date(2026, 5, 2), date(2026, 6, 30), JULY)
        assert [one.covers(day) for day in days] == [False, True, True, False]


def test_what_is_over_of_a_part_leaves_the_rest() -> None:
    facts = [
        RestrictionPlaced(ANN, MAY, "contested", PHONE),
        RestrictionPlaced(ANN, MAY, "contested", NEWS),
        RestrictionLifted(ANN, JUNE, MAY, PHONE),
    ]
    phone, news = restricted_by(facts, lambda person: person.kind)["customer"]
    assert (phone.until, news.until) == (JUNE, None)
