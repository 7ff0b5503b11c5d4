"""Who is on the suppression list: by the addresses that stand in people's own rows."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator, Sequence
from typing import Any as AnyValue

from gestand.core.suppression import TERMS, normalised
from gestand.stores.base import Run
from gestand.work.company import Company
from gestand.work.dated import numbers_at_home
from gestand.work.state import State

KEY = "suppression list"
"""For what the key is with which the digests of addresses are made."""


def digest_of(state: State, kind: str, form: str) -> str:
    """Return the keyed digest of the one form of an address."""
    return hmac.digest(state.secret(KEY), f"{kind}:{form}".encode(), "sha256").hex()


def form_of(company: Company, text: str) -> tuple[str, str] | None:
    """Return the kind and the one form of an address; None where it is none.

    A telephone number without a country is taken for one of the country whose authority watches the
    organisation, where it can be one.
    """
    return normalised(text, numbers_at_home(company.policy.controller.authority.partition("/")[0]))


def listed_keys(
    company: Company, run: Run, table: str, keys: Sequence[AnyValue]
) -> Iterator[AnyValue]:
    """Yield the keys of people whose own row, in an open transaction, has a listed address.

    Of a few people only, where there are `keys`; else of all whose row stands in the table.
    """
    columns = address_columns(company, table)
    if not columns:
        return
    (key,) = company.holdings.tables[table].key
    if keys:
        few = [[(found, *values) for found, values in run.rows_at(table, columns, keys)]]
        batches: Iterable[list[AnyValue]] = few
    else:
        batches = run.rows_out(table, [key, *columns])
    for rows in batches:
        forms: dict[str, dict[AnyValue, None]] = {}
        for owner, value in ((owner, value) for owner, *values in rows for value in values):
            if value is not None and (form := form_of(company, str(value))):
                # Several people may have one address: who said no said it for all of these.
                forms.setdefault(digest_of(company.state, *form), {})[owner] = None
        with company.state.kept_suppressed() as kept:
            listed = kept.among([*forms])
        yield from dict.fromkeys(owner for digest in listed for owner in forms[digest])


def on_list(company: Company, addresses: Iterable[str]) -> dict[str, bool]:
    """Return by address whether it is on the list, in one question; what is none is left out."""
    known = [(each, form_of(company, each)) for each in addresses]
    digests = {each: digest_of(company.state, *form) for each, form in known if form}
    with company.state.kept_suppressed() as kept:
        listed = kept.among([*dict.fromkeys(digests.values())])
    return {each: digest in listed for each, digest in digests.items()}


def address_columns(company: Company, table: str) -> list[str]:
    """Return the columns of a table that hold addresses, by the terms of their categories."""
    known = company.policy.categories
    return [
        cell.column
        for cell in company.holdings.tables[table].cells
        if not (cell.path or cell.when)
        and any(term in TERMS for term in known[cell.category].dpv)
    ]


def listed_kinds(company: Company) -> dict[str, str]:
    """Return, by kind of person, the table whose rows have addresses; none where nobody is listed.

    Only to direct marketing the list is of use.
    """
    if not any(purpose.marketing for purpose in company.policy.purposes.values()):
        return {}
    with company.state.kept_suppressed() as kept:
        if not any(True for _ in kept.every()):
            return {}
    own = company.holdings.subjects.items()
    return {kind: table for kind, table in own if table and address_columns(company, table)}
