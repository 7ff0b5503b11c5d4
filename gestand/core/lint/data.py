"""Rules on which data, from whom, and for what else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gestand.core.lint.reading import Place, Reading, because, of_purpose
from gestand.core.policy.model import Basis, CookieClass

IMPLIED: Mapping[str, tuple[str, ...]] = {
    "telephone": ("data.calls",),
    "sign-in log": ("data.portal", "data.account", "data.signing-in"),
    "personnel file": ("data.hired",),
    "requests": ("rights.identify", "rights.identify-copy"),
    "orders": ("sharing.law",),
}
"""What a statement implies that its organisation does, by the promises that imply it."""
TOLD: Mapping[str, tuple[str, ...]] = {
    "requests": ("rights.identify-only",),
    "orders": ("sharing.orders",),
}
"""What is done for nobody but the law, by the promises that say what those data serve."""


def required_or_not(reading: Reading) -> Iterator[Place]:
    """Yield the statements that do not say what happens if somebody gives no data."""
    yield from reading.silent("data.required")


def decisions(reading: Reading) -> Iterator[Place]:
    """Yield the statements that say nothing of automated decisions."""
    yield from reading.silent("data.decisions")


def from_others(reading: Reading) -> Iterator[Place]:
    """Yield the statements that do not say which data come from others, while some do."""
    declared = reading.policy.declared_categories(*reading.policy.purposes)
    others = any(reading.policy.categories[name].of_others for name in declared)
    tables = reading.datamap.tables.values() if reading.datamap else ()
    sources = {value.source or table.source for table in tables for value in table.values}
    people = [reading.whose_contract(one, "other") for one in reading.policy.purposes.values()]
    if others or "other" in sources or any(people):
        yield from reading.silent("data.others")


def implied(reading: Reading) -> Iterator[Place]:
    """Yield what the statement implies that is done with data, and no purpose covers."""
    for what, promises in IMPLIED.items():
        if not reading.accounts_for(what):
            for place in reading.missing(promises, TOLD.get(what, ())):
                yield because(place, what)
    for what, place in _by_what_it_has(reading):
        if not reading.accounts_for(what):
            yield because(place, what)


def _by_what_it_has(reading: Reading) -> Iterator[tuple[str, Place]]:
    """Yield what an organisation does since it has a site, or is paid under a contract."""
    cookies = reading.policy.cookies.values()
    measured = (Place(one.span) for one in cookies if one.kind is CookieClass.ANALYTICS)
    yield from (("statistics", place) for place in list(measured)[:1])
    if reading.stores_on_devices:
        first = next((Place(one.span) for one in cookies), reading.top)
        yield "server log", first
    paid = (
        of_purpose(one)
        for one in reading.resting_on(Basis.CONTRACT)
        if any(reading.is_listed(category, "payment") for _, category in reading.held(one))
    )
    yield from (("debts", place) for place in list(paid)[:1])


def number_of_caller(reading: Reading) -> Iterator[Place]:
    """Yield the purposes that cover calls and list no telephone number."""
    for one in reading.covered("telephone"):
        if not any(reading.is_listed(category, "telephone") for _, category in reading.held(one)):
            yield of_purpose(one)


def vague(reading: Reading) -> Iterator[Place]:
    """Yield the categories that say neither what they are nor what is in them."""
    used = {item.category for one in reading.policy.purposes.values() for item in one.data}
    for name, one in reading.policy.categories.items():
        if name in used and not (one.dpv or one.contains):
            yield Place(one.span, "", one.words)


def not_needed(reading: Reading) -> Iterator[Place]:
    """Yield what a contract does not need and a purpose on one requires all the same.

    A form of address; and a place to deliver to, where nothing is delivered.
    """
    for one in reading.resting_on(Basis.CONTRACT):
        delivers = reading.is_listed(one, "delivery")
        for item, category in reading.held(one):
            causes = ["form"] if reading.is_listed(category, "not needed for a contract") else []
            causes += ["delivery"] if category.for_delivery and not delivers else []
            if causes and not item.optional:
                yield Place(item.span, item.category, category.words, tuple(causes))


def open_lists(reading: Reading) -> Iterator[Place]:
    """Yield data of which nobody knows what is in them, where nothing is said of sensitive ones."""
    if not reading.silent("data.sensitive"):
        return
    for one in reading.policy.purposes.values():
        for item, category in reading.held(one):
            if reading.is_listed(category, "open"):
                yield Place(item.span, item.category, category.words)


def employees(reading: Reading) -> Iterator[Place]:
    """Yield where a personnel file is named, and nobody says what else is held of employees."""
    if not reading.covered("employment"):
        yield from (of_purpose(one) for one in reading.covered("personnel file"))
        if not reading.covered("personnel file"):
            yield from reading.says("data.hired")


def own_erasure(reading: Reading) -> Iterator[Place]:
    """Yield where people may erase all by themselves, while a law makes some of it stay."""
    if reading.duties:
        yield from reading.missing(("data.account",), ("data.account-limits",))


def children(reading: Reading) -> Iterator[Place]:
    """Yield the statements that say nothing of children, or nothing of sensitive data."""
    for what in ("children", "sensitive"):
        yield from (because(place, what) for place in reading.silent(f"data.{what}"))


RULES = {
    "L13": required_or_not,
    "L14": decisions,
    "L15": from_others,
    "L30": implied,
    "L31": number_of_caller,
    "L32": vague,
    "L33": not_needed,
    "L34": open_lists,
    "L38": employees,
    "L44": own_erasure,
    "L47": children,
}
