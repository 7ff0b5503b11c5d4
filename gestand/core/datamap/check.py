"""Check a data map against its policy, as far as no live schema is needed.

What needs foreign keys or nullable columns is `match.py`'s: which rows an occasion reaches,
whose a row is where only the database says so, and endings that stand behind an edge that
may be empty.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from gestand.core.datamap.credentials import check_credentials
from gestand.core.datamap.model import (
    Binding,
    ConsentColumns,
    DataMap,
    FactColumns,
    MailServers,
    MappedTable,
    OwnRecords,
    Store,
)
from gestand.core.datamap.same_person import check_same_people
from gestand.core.datamap.table_kinds import check_left_alone
from gestand.core.findings import Span
from gestand.core.found import Found, shown, span_of
from gestand.core.policy.declared import bindings_of, connected, moments_of
from gestand.core.policy.model import Basis, Policy, Purpose
from gestand.core.zones import check_zone

CODES = {
    "G310": "a column holds a category that no purpose of its table declares",
    "G311": "a table holds a kind of person that no purpose of it is about",
    "G312": "rows can exist before any occasion that holds them",
    "G313": "it is not said where personal data come from",
    "G314": "an occasion has no moment that ends it for a purpose",
    "G315": "a moment from which a purpose counts is bound nowhere",
    "G316": "the moment of `at most` is not bound everywhere",
    "G317": "a purpose rests on consent and no columns say who gave it",
    "G318": "consent is kept for a purpose that has no use for it there",
    "G319": "a password stands in the data map",
    "G320": "an occasion is said to hold rows of a table without a purpose that lives through it",
    "G321": "an owner is found by something that does not identify that kind of person",
    "G322": "files are named by a column that the map does not classify",
    "G323": "columns keep what a person asked where that has no effect",
    "G324": "an erasure is to be undone, and no master key is named",
    "G327": "it is not said who consented in place of children",
    "G329": "a consent that is given again cannot be told from one that was withdrawn between",
}

CONSENT_GIVEN = "consent given"


def check_map(policy: Policy, datamap: DataMap, found: Found) -> None:
    """Check stores, tables and the moments of occasions."""
    for store in datamap.stores.values():
        _check_store(store, found)
    _check_master_key(policy, datamap.records, found)
    if datamap.mail is not None:
        _check_mail(datamap.mail, found)
    declarers = _declarers(policy)
    for table in datamap.tables.values():
        if table.not_personal is None:
            _check_categories(policy, declarers, table, found)
        _check_table(policy, datamap, table, found)
    check_same_people(datamap, found)
    check_left_alone(datamap, found)
    for purpose in connected(policy, datamap).values():
        _check_moments(policy, datamap, purpose, found)
        _check_consent(datamap, purpose, found)


def stands_alone(datamap: DataMap) -> bool:
    """Tell whether every table that the map points at is in it, so that a schema can be matched."""
    tables = datamap.tables
    bindings = [b for bindings in datamap.occasions.values() for b in bindings]
    named = [subject.table for subject in datamap.subjects.values() if subject.table]
    named += [o.table for table in tables.values() for o in table.owners if o.table]
    named += [via.of for b in bindings for via in b.vias if via.of]
    named += [binding.table for binding in bindings]
    stored = all(table.store in datamap.stores for table in tables.values())
    return stored and all(name in tables for name in named)


_PASSWORD = re.compile(r"://(?:\$\{[^}]*\}|\$(?!\{)|[^/@\s:$])*:(?P<word>[^@\s/]+)@")
_IN_QUERY = re.compile(r"[?&](?:password|passwd|pwd|token|secret)=(?P<word>[^&\s]+)", re.IGNORECASE)
_AS_KEY = re.compile(r"\b(?:password|passwd|pwd|token)\b['\"]?\s*:\s*['\"]?(?P<word>[^\s,'\"}]+)")
_MASTER = re.compile(r"(?<![\w/.-])(?P<word>[0-9A-Fa-f]{32,})(?![\w/.-])")
_VARIABLE = re.compile(r"\$\{[A-Za-z_][A-Za-z0-9_]*\}\Z")


def without_passwords(line: str) -> str:
    """Return a line of a data map with every password in it made unreadable, at equal length."""
    for form in (_PASSWORD, _IN_QUERY, _AS_KEY, _MASTER):
        for match in form.finditer(line):
            start, end = match.span("word")
            line = line[:start] + "*" * (end - start) + line[end:]
    return line


def holds_password(url: str) -> bool:
    """Tell whether a password stands in a URL as it is, rather than as `${NAME}`."""
    found = (form.search(url) for form in (_PASSWORD, _IN_QUERY))
    return any(match and not _VARIABLE.match(match["word"]) for match in found)


def _check_store(store: Store, found: Found) -> None:
    check_zone(store.zone, store.span, found)
    _check_url(store.url, f"the url of store `{store.id}`", store.span, found)


def _check_url(url: str, what: str, span: Span, found: Found) -> None:
    for form in (_PASSWORD, _IN_QUERY):
        match = form.search(url)
        # A default inside `${NAME:-default}` is a literal too, so it does not pass as a variable.
        if match and not _VARIABLE.match(match["word"]):
            hint = "write `${NAME}` in its place and set that variable in the environment"
            found.add(span_of(url, span), "G319", f"{what} holds a password", "", hint)


def _check_mail(mail: MailServers, found: Found) -> None:
    for name, url in (("out", mail.out), ("inbox", mail.inbox)):
        _check_url(url, f"`{name}` of the mail", mail.span, found)


def _check_master_key(policy: Policy, records: OwnRecords, found: Found) -> None:
    if _MASTER.search(records.key):
        message = "the master key itself stands in the data map, so it is no secret any more"
        hint = "make another, and write `${NAME}` or the path of a file that only you can read"
        found.add(span_of(records.key, records.span), "G319", message, "", hint)
    if policy.undo is not None and not records.key:
        message = f"the policy lets an erasure be undone for {policy.undo}, without a master key"
        hint = "add `key: ${NAME}` or the path of a file to `records:`, or leave `undo` out"
        found.add(records.span, "G324", message, "", hint)


def _check_table(policy: Policy, datamap: DataMap, table: MappedTable, found: Found) -> None:
    if table.not_personal is None:
        _check_sources(datamap, table, found)
        _check_people(policy, datamap, table, found)
        _check_first_day(policy, datamap, table, found)
    if table.not_personal is None:
        check_credentials(table, found)
    for column in table.columns.values():
        check_zone(column.zone or "", column.span, found)
    _check_owners(datamap, table, found)
    _check_files(table, found)
    _check_held_by(policy, table, found)
    for consent in table.consents:
        _check_consent_columns(policy, datamap, table, consent, found)
    for fact in table.facts:
        _check_fact_columns(policy, datamap, table, fact, found)


def _check_fact_columns(
    policy: Policy, datamap: DataMap, table: MappedTable, fact: FactColumns, found: Found
) -> None:
    if table.id not in {subject.table for subject in datamap.subjects.values()}:
        message = f"`{shown(table.id)}` is not the table of a kind of person"
        hint = "say it at the table that `subjects:` names"
        found.add(fact.span, "G323", message, table.id, hint)
    purpose = policy.purposes.get(fact.purpose or "")
    if purpose is not None and purpose.basis is not Basis.INTEREST:
        message = f"an objection has no effect on `{purpose.id}`, which is no interest"
        found.add(fact.span, "G323", message, purpose.id, "take it out, or name an interest")


def _declarers(policy: Policy) -> dict[str, list[str]]:
    """Return for each category the purposes that declare it."""
    declarers: dict[str, list[str]] = {}
    for name in policy.purposes:
        for category in policy.declared_categories(name):
            declarers.setdefault(category, []).append(name)
    return declarers


def _check_categories(
    policy: Policy, declarers: Mapping[str, list[str]], table: MappedTable, found: Found
) -> None:
    """GROUNDS rule 2: a category that no listed purpose declares holds nothing."""
    if table.history is not None and not table.purposes:
        return  # what it is the history of is no table: that is told instead
    purposes = [name for name in table.purposes if name in policy.purposes]
    declared = policy.declared_categories(*purposes)
    for column in table.values:
        category = column.category
        if category is None or category in declared or category not in policy.categories:
            continue
        message = f"no purpose of `{shown(table.id)}` declares `{category}`"
        named = " or ".join(f"`{name}`" for name in declarers.get(category, ())[:3])
        own = " or ".join(f"`{shown(name)}`" for name in purposes[:3]) or "a purpose"
        hint = f"add it to `data:` of {own}" + (f", list {named} on this table" if named else "")
        found.add(column.span, "G310", message, category, f"{hint}, or do not hold this column")


def _check_sources(datamap: DataMap, table: MappedTable, found: Found) -> None:
    """GROUNDS rule 6: personal data must say where they came from."""
    store = datamap.stores.get(table.store)
    if table.source or store is None or store.source:
        return
    silent = [c for c in table.values if c.category and c.source is None]
    if silent:
        names = ", ".join(f"`{shown(column.name)}`" for column in silent[:3])
        rest = f" and {len(silent) - 3} more" if len(silent) > 3 else ""
        message = f"`{shown(table.id)}` does not say where {names}{rest} came from"
        hint = "add `source: person`, `observed`, `other` or `staff` to the column, table or store"
        found.add(table.span, "G313", message, table.id, hint)


def _kinds(datamap: DataMap, table: MappedTable) -> list[str]:
    """Return the kinds of people of a table, as far as the map itself says so."""
    if table.owners:
        return [owner.kind for owner in table.owners if owner.kind]
    return [s.id for s in datamap.subjects.values() if s.table == table.id]


def _check_people(policy: Policy, datamap: DataMap, table: MappedTable, found: Found) -> None:
    """GROUNDS rule 2; a purpose without `about` is about the owners of its occasions."""
    purposes = [policy.purposes[name] for name in table.purposes if name in policy.purposes]
    for kind in _kinds(datamap, table):
        if purposes and all(purpose.about and kind not in purpose.about for purpose in purposes):
            message = f"no purpose of `{shown(table.id)}` is about `{shown(kind)}`"
            hint = f"add `{shown(kind)}` to `about:` of a purpose, or list another purpose"
            found.add(table.span, "G311", message, table.id, hint)


def _check_first_day(policy: Policy, datamap: DataMap, table: MappedTable, found: Found) -> None:
    """GROUNDS rule 5, where every occasion is bound to this very table and begins later.

    An occasion of another table may reach these rows from the first day on: that depends on
    foreign keys, so `match.py` decides it.
    """
    purposes = [policy.purposes[name] for name in table.purposes if name in policy.purposes]
    bindings = [b for purpose in purposes for b in bindings_of(datamap, purpose)]
    if bindings and all(b.table == table.id and b.from_ for b in bindings):
        message = f"rows of `{shown(table.id)}` can exist before any occasion holds them"
        hint = "bind an occasion to this table that begins with the row itself"
        found.add(table.span, "G312", message, table.id, hint)


def _check_owners(datamap: DataMap, table: MappedTable, found: Found) -> None:
    for owner in table.owners:
        subject = datamap.subjects.get(owner.kind or "")
        if subject is None or owner.identifier in subject.identified_by:
            continue
        message = f"`{shown(owner.identifier or '')}` does not identify `{subject.id}`"
        hint = found.nearest(owner.identifier or "", subject.identified_by)
        hint = hint or f"name it under `identified by:` of `{subject.id}`"
        found.add(owner.span, "G321", message, owner.identifier or "", hint)


def _check_files(table: MappedTable, found: Found) -> None:
    for column in table.files:
        if column not in table.columns:
            message = f"column `{shown(column)}` names files and is not under `columns:`"
            hint = "say what the files hold: add it under `columns:` with its category"
            found.add(span_of(column, table.span), "G322", message, column, hint)


def _check_held_by(policy: Policy, table: MappedTable, found: Found) -> None:
    purposes = [policy.purposes[name] for name in table.purposes if name in policy.purposes]
    through = {name for purpose in purposes for name in purpose.occasions}
    for held in table.held_by:
        if held.occasion not in through:
            message = f"no purpose of `{shown(table.id)}` lives through `{shown(held.occasion)}`"
            hint = "list the purpose that does, or take this line out"
            found.add(held.span, "G320", message, held.occasion, hint)


def _check_consent_columns(
    policy: Policy, datamap: DataMap, table: MappedTable, consent: ConsentColumns, found: Found
) -> None:
    purpose = policy.purposes.get(consent.purpose)
    if purpose is None:
        return
    if purpose.basis is not Basis.CONSENT:
        message = f"purpose `{purpose.id}` does not rest on consent"
        hint = "take this line out, or give the purpose `basis: consent`"
        found.add(consent.span, "G318", message, consent.purpose, hint)
    elif table.id not in {b.table for b in bindings_of(datamap, purpose)}:
        message = f"no occasion of `{purpose.id}` is bound to `{shown(table.id)}`"
        hint = "keep the consent with the occasion that it is for"
        found.add(consent.span, "G318", message, consent.purpose, hint)
    elif purpose.guardian_below and not (consent.by and consent.born):
        message = f"`{shown(table.id)}` does not say who consented for children"
        hint = "add `by: COLUMN` and `born: COLUMN` here"
        found.add(consent.span, "G327", message, consent.purpose, hint)
    if consent.since and not consent.withdrawn:
        message = f"no column says whether `{consent.since}` was broken by a withdrawal"
        hint = "add `withdrawn: COLUMN` here, or take `since:` out"
        found.add(consent.span, "G329", message, consent.since, hint)


def _check_consent(datamap: DataMap, purpose: Purpose, found: Found) -> None:
    """Consent names its occasion, so it stands where the occasion does (GROUNDS rule 14)."""
    if purpose.basis is not Basis.CONSENT:
        return
    for binding in bindings_of(datamap, purpose):
        table = datamap.tables.get(binding.table)
        if table and purpose.id not in {consent.purpose for consent in table.consents}:
            message = f"`{shown(table.id)}` does not say who consented to `{purpose.id}`"
            hint = f"add `consent {purpose.id}: {{given: COLUMN, withdrawn: COLUMN}}`"
            found.add(table.span, "G317", message, table.id, hint)


def _check_moments(policy: Policy, datamap: DataMap, purpose: Purpose, found: Found) -> None:
    """GROUNDS rule 11, where no schema is needed: each occasion can end, each moment is bound."""
    endings = {ending.moment: ending for ending in purpose.keep.after}
    bound = [(b, _bound(datamap, purpose, b)) for b in bindings_of(datamap, purpose)]
    if not bound:
        return
    for binding, moments in bound:
        if endings and not moments & set(endings):
            _never_ends(purpose, binding, found)
    for name in set(endings) - set().union(*(moments for _, moments in bound)):
        if name in policy.moments:
            message = f"moment `{name}` of purpose `{purpose.id}` is bound to no column"
            hint = f"add `{name}: COLUMN` to an occasion of it in the data map"
            found.add(endings[name].span, "G315", message, name, hint)
    if purpose.keep.at_most:
        _check_ceiling(purpose, purpose.keep.at_most[1], bound, found)


def _bound(datamap: DataMap, purpose: Purpose, binding: Binding) -> set[str]:
    table = datamap.tables.get(binding.table)
    consents = {consent.purpose for consent in table.consents} if table else set()
    return moments_of(binding) | ({CONSENT_GIVEN} if purpose.id in consents else set())


def _never_ends(purpose: Purpose, binding: Binding, found: Found) -> None:
    message = f"occasion `{binding.occasion}` never ends on `{shown(binding.table)}`"
    names = " or ".join(f"`{shown(ending.moment)}`" for ending in purpose.keep.after)
    hint = f"purpose `{purpose.id}` counts from {names}: bind one of them here"
    found.add(span_of(binding.table, binding.span), "G314", message, binding.table, hint)


def _check_ceiling(
    purpose: Purpose, name: str, bound: list[tuple[Binding, set[str]]], found: Found
) -> None:
    for binding, moments in bound:
        if name not in moments:
            message = f"moment `{shown(name)}` is not bound on `{shown(binding.table)}`"
            hint = f"`at most` of purpose `{purpose.id}` counts from it: bind it here"
            found.add(span_of(binding.table, binding.span), "G316", message, binding.table, hint)
