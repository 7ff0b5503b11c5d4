"""What registers hold as plain values, for programs: the same on every surface.

Nobody is named: whose data a hold keeps stands in it as a keyed digest.
"""

from __future__ import annotations

from typing import Any

from gestand.core.breach import FIELDS, Breach
from gestand.core.holds import Hold
from gestand.core.notices import Notice
from gestand.core.orders import Count, Order
from gestand.core.packages import Package
from gestand.settings import now
from gestand.work.breaches import running
from gestand.work.looks import Look


def hold_told(one: Hold) -> dict[str, Any]:
    """Return a hold as plain values."""
    return {
        "number": one.number,
        "kind": one.person.kind,
        "person": one.person.key,
        "placed_on": one.placed_on.isoformat(),
        "because": one.because,
        "article": one.article,
        "review": one.review.isoformat(),
        "placed_by": one.placed_by,
        "confirmed_by": one.confirmed_by or None,
        "release_asked_by": one.asked_release or None,
        "released_on": one.released_on and one.released_on.isoformat(),
        "released_by": one.released_by or None,
        "order": one.order or None,
    }


def order_told(one: Order) -> dict[str, Any]:
    """Return an order of an authority as plain values."""
    return {
        "number": one.number,
        "recipient": one.recipient,
        "received_on": one.received_on.isoformat(),
        "article": one.article or None,
        "issued_by": one.issued_by or None,
        "verified": one.verified or None,
        "voluntary": one.voluntary or None,
        "reference": one.reference or None,
        "asked": list(one.asked),
        "taken_by": one.taken_by,
        "decided_on": one.decided_on and one.decided_on.isoformat(),
        "decided_by": one.decided_by or None,
        "given": list(one.given),
        "refused": list(one.refused),
        "secret_until": one.secret_until and one.secret_until.isoformat(),
        "secret_by": one.secret_by or None,
        "answer_by": one.answer_by and one.answer_by.isoformat(),
        "clock": one.clock or None,
        "received_at": one.received_at and one.received_at.isoformat(),
        "costs": str(one.costs) if one.costs is not None else None,
    }


def count_told(one: Count) -> dict[str, Any]:
    """Return how many orders of an authority came in a year, as plain values."""
    return {
        "year": one.year,
        "recipient": one.recipient,
        "received": one.received,
        **one.became,
        "voluntary": one.voluntary,
        "still secret": one.secret,
        "costs": str(one.costs),
    }


def breach_told(one: Breach) -> dict[str, Any]:
    """Return a breach as plain values, with its clocks as they stand now."""
    return {
        "number": one.number,
        "role": one.role,
        "aware": one.aware.isoformat(),
        "nis2": one.nis2,
        **{name: one.told.get(name) for name in FIELDS},
        "risk": one.risk.value if one.risk else None,
        "risk because": one.because or None,
        "told": [
            {"whom": notice.whom, "at": notice.at.isoformat(), "reference": notice.reference}
            for notice in one.notices
        ],
        "clocks": [
            {
                "whom": clock.rule.whom,
                "due": clock.due.isoformat(),
                "state": clock.state.value,
                "settled": clock.rule.settled,
                "source": clock.rule.source.get("en", ""),
            }
            for clock in running(one)
        ],
        "closed": one.closed.isoformat() if one.closed else None,
    }


def notice_told(one: Notice) -> dict[str, Any]:
    """Return a notice to a recipient as plain values."""
    return {
        "number": one.number,
        "request": one.request,
        "to": one.wanted.to,
        "name": one.wanted.name,
        "why": one.wanted.why,
        "disclosures": list(one.wanted.disclosures),
        "receipt": one.receipt,
        "categories": list(one.wanted.categories),
        "stage": one.stage,
        "on": one.on and one.on.isoformat(),
        "said": one.said,
    }


def package_told(one: Package) -> dict[str, Any]:
    """Return a package as plain values; the code that opens it stands nowhere."""
    return {
        "number": one.number,
        "request": one.request,
        "until": one.until.isoformat(),
        "left": one.left,
        "fetched": one.fetched,
        "size": one.size,
        "waits": one.waits(now()),
    }


def look_told(one: Look) -> dict[str, Any]:
    """Return a look at what somebody wrote as plain values."""
    return {
        "number": one.number,
        "at": one.at,
        "request": one.request or None,
        "message": one.message or None,
        "by": one.by,
        "reason": one.reason,
    }
