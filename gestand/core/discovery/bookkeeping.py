"""Tables of bookkeeping, wages and orders, by their shape and by the short names that programs use.

What the law makes somebody keep must not go by another purpose: a table of invoices that is taken
for a list of customers would lose them years too early.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from gestand.core.datamap.model import DataMap
from gestand.core.datamap.schema import Kind, Schema, Table
from gestand.core.discovery.naming import one, words
from gestand.core.findings import Finding
from gestand.core.found import shown
from gestand.core.names import bare, store_of
from gestand.core.policy.model import Basis, Policy

CODES = {"G343": "a table that looks like bookkeeping or wages is held by no purpose of law"}

BOOKS, PAYROLL, ORDER = "books", "payroll", "order"

_WAGES = frozenset(
    "payroll payslip loonstrook loonstroken loonheffing loonaangifte verloning".split()
)
_SHORT = frozenset({"ar", "ap", "gl", "acc trans", "gl entry", "journal entry", "journal line"})
"""What programs call sales, purchases, the ledger and its lines."""
_NAMED = re.compile(
    r"invoice|factu(?:ur|ren)|grootboek|ledger|betaling|payment|creditnot|boekstuk|receivable"
    r"|payable|kasboek|cash ?book|bank ?statement|bankafschrift"
)
_CHOSEN = frozenset("type status method term setting template class category kind".split())
"""What tables are called after that say how is paid, rather than that somebody did."""

_AMOUNT = re.compile(
    r"amount|bedrag|total|totaal|debit|debet|credit$|saldo|balance|gross|bruto|netto|price|prijs"
)
_DAY = re.compile(
    r"(?:trans|invoice|due|posting|entry|payment|accounting|value|factuur|verval|boek|boekings"
    r"|betaal)_?(?:date|datum)|date_?maturity"
)
_INVOICE_NUMBER = re.compile(
    r"(?:inv|invoice|factuur|boekstuk|voucher|credit_?not[ae])_?n(?:o|r|um)"
)
_ORDER_NUMBER = re.compile(r"(?:ord|order|bestel|quo|quote|offerte)_?n(?:o|r|um)")
_CURRENCY = re.compile(r"^curr(?:ency)?(?:_|$)|currency|valuta")
_ACCOUNT = re.compile(r"chart|ledger|grootboek|gl_?account")
_NUMBERS = (Kind.NUMBER, Kind.INTEGER)


def kept_by_law(table: Table) -> str:
    """Return as what the law may ask to keep a table, books or payroll; empty where nothing says.
    """
    named = [one(word) for word in words(table.name)]
    if not _WAGES.isdisjoint(named) or named[-1:] == ["salary"]:
        return PAYROLL
    if named[-1:] and named[-1] in _CHOSEN:
        return ""
    signs = _signs(table)
    money = bool(signs & {"amount", "day", "invoice number"})
    whole = " ".join(named)
    if money and (whole in _SHORT or _NAMED.search(whole)):
        return BOOKS
    return BOOKS if _is_booked(signs) else ""


def is_of_orders(table: Table) -> bool:
    """Tell whether rows look like orders or offers: with a number of these, and an amount."""
    signs = _signs(table)
    return {"amount", "order number"} <= signs and "invoice number" not in signs


def _is_booked(signs: frozenset[str]) -> bool:
    """Tell whether the columns are those of an invoice, or of a line in a ledger."""
    if {"debit", "credit"} <= signs:
        return True
    dated = bool(signs & {"day", "currency"})
    return dated and "amount" in signs and bool(signs & {"invoice number", "account"})


def _signs(table: Table) -> frozenset[str]:
    """Return what the columns of a table have of money."""
    found: set[str] = set()
    for column in table.columns.values():
        name, number = column.name.lower(), column.kind in _NUMBERS
        told: Mapping[str, bool] = {
            "amount": number and _AMOUNT.search(name) is not None,
            "debit": number and name.startswith(("debit", "debet")),
            "credit": number and name in ("credit", "credit_amount", "creditbedrag"),
            "day": _DAY.search(name) is not None,
            "invoice number": _INVOICE_NUMBER.search(name) is not None,
            "order number": _ORDER_NUMBER.search(name) is not None,
            "currency": _CURRENCY.search(name) is not None,
            "account": _ACCOUNT.search(name) is not None,
        }
        found |= {sign for sign, there in told.items() if there}
    return frozenset(found)


def check_bookkeeping(
    policy: Policy, datamap: DataMap, schemas: Mapping[str, Schema]
) -> Iterator[Finding]:
    """Yield a warning for each mapped table that looks like books, and that no law holds."""
    for table in datamap.tables.values():
        schema = schemas.get(store_of(table.id))
        live = schema.tables.get(bare(table.id)) if schema else None
        known = [policy.purposes[name] for name in table.purposes if name in policy.purposes]
        if live is None or not known or any(each.basis is Basis.LAW for each in known):
            continue
        if what := kept_by_law(live):
            looks = f"`{shown(table.id)}` looks like {_SAID[what]}"
            message = f"{looks}, and no purpose of law holds it"
            hint = (
                "list a purpose with `basis: {law: ...}` first, such as article 52 AWR and seven "
                "years, or its rows go when the others are over"
            )
            yield Finding(table.span, "G343", message, table.id, hint)


_SAID = {BOOKS: "bookkeeping", PAYROLL: "a payroll"}
