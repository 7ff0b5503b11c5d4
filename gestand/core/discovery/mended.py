"""Mend a draft until policy and data map agree with the live schema, as far as words can.

The parser and the checks of `gestand check` themselves say what is wrong. What nobody but a person
can mend is set apart, with the reason and a mark: a plan does not touch it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from gestand.core.datamap.check import stands_alone
from gestand.core.datamap.match import match
from gestand.core.datamap.model import EACH_ROW
from gestand.core.datamap.parse import parse_datamap
from gestand.core.datamap.schema import Kind, Schema, Table
from gestand.core.discovery.draft import SECRET, TECHNICAL, Draft, DraftTable, Line
from gestand.core.discovery.drafted import set_apart
from gestand.core.discovery.written import DATAMAP, POLICY, Written, write
from gestand.core.findings import Finding
from gestand.core.policy.check import check_policy
from gestand.core.policy.parse import parse_policy
from gestand.core.policy.statement import check_statements, parse_statement

UNHELD = "G462"
NOTHING = Line(
    "no column tells anything of somebody",
    "a row that no held row needs goes at the first run: is one of its columns about them after "
    "all?",
)
"""What is proposed for a table that nothing can hold, where it is not left out (decision 079).

The mark keeps its rows where they are.
"""

ROUNDS = 20
"""How often a draft is mended at most: what one table leads to is found a round later."""


def mended(draft: Draft, schema: Schema) -> tuple[Draft, Written, list[Finding]]:
    """Return a draft that agrees with a schema, as it is written, and what is left to say of it."""
    for _ in range(ROUNDS):
        written = write(draft)
        findings = found_in(written, draft.store, schema)
        better = _better(draft, written, findings, schema) if findings else draft
        better = _without_owners(better, draft).tidy() if findings else draft
        if better == draft:
            return draft, written, findings
        draft = better
    written = write(draft)
    return draft, written, found_in(written, draft.store, schema)


def found_in(written: Written, store: str, schema: Schema) -> list[Finding]:
    """Return what `gestand check` would find in files that were written for a schema."""
    policy, wrong = parse_policy(written.files[POLICY], POLICY)
    datamap, odd = parse_datamap(written.files[DATAMAP], DATAMAP)
    found = [*wrong, *odd]
    if policy is None or datamap is None or found:
        return found
    found += check_policy(policy, datamap)
    if found or not stands_alone(datamap):
        return found
    found += match(policy, datamap, {store: schema}).findings
    if not found:
        texts = {
            name: parse_statement(text, name, name.removesuffix(".md").rpartition("/")[2])
            for name, text in written.files.items()
            if name.endswith(".md")
        }
        found += [each for _, wrong in texts.values() for each in wrong]
        found += check_statements(policy, {s.language: s for s, _ in texts.values() if s})
    return found


def _better(draft: Draft, written: Written, findings: list[Finding], schema: Schema) -> Draft:
    """Return the draft with each finding mended, in the way that is left for it."""
    first = draft
    for finding in findings:
        place = written.places.get((finding.span.file, finding.span.line))
        if place is None:
            continue
        section, name = place
        if finding.code == "G408":
            section = _of_circle(draft, finding.message) or section
        if section == "subject":
            subject = draft.subjects.get(name)
            section = (subject.table if subject else None) or ""
        elif section == "occasion":
            section = name
        table = draft.tables.get(section)
        if table is None or table.apart is not None or section not in schema.tables:
            continue
        if table.history is not None and draft != first:
            continue  # what mends the table itself may mend its old versions
        mend = _MENDS.get(finding.code)
        column = finding.fragment if finding.fragment in schema.tables[section].columns else name
        if finding.code == UNHELD and _may_stay(draft, table):
            continue  # what it leads from may be left out itself
        live = schema.tables[section]
        better = mend(table, live, column) if mend and column in live.columns else None
        draft = draft.with_table(better or _apart(table, finding.message, finding.suggestion))
    return draft if draft != first else _held_by_others(draft, findings, written)


def _of_circle(draft: Draft, message: str) -> str | None:
    """Return which table of a circle is left out: one by a guess first, and people never, as all
    others hang on them.
    """
    names = [name.strip("` ") for name in message.partition(": ")[2].split(" -> ")]
    plain = [name.removeprefix(f"{draft.store}.") for name in names]
    people = {each.table for each in draft.subjects.values()}
    inside = [draft.tables[name] for name in plain if name in draft.tables and name not in people]
    unsure = [table for table in inside if table.owner is not None and table.owner.doubt]
    return next((table.name for table in (*unsure, *inside)), None)


def _may_stay(draft: Draft, table: DraftTable) -> bool:
    """Tell whether a table that nothing can hold is proposed all the same.

    Rows of other tables come to their people by it, or somebody is asked what a column holds.
    """
    leads = any(o.of == table.name and o.apart is None for o in draft.tables.values())
    asked = any(line.doubt for line in table.columns.values())
    return table.nothing is None and (leads or asked)


def _held_by_others(draft: Draft, findings: list[Finding], written: Written) -> Draft:
    """Say that nothing can hold a table of which rows that are held need the rows."""
    for finding in findings:
        place = written.places.get((finding.span.file, finding.span.line))
        table = draft.tables.get(place[0]) if place and finding.code == UNHELD else None
        if table is not None and table.apart is None:
            draft = draft.with_table(replace(table, nothing=NOTHING))
    return draft


def _without_owners(draft: Draft, before: Draft) -> Draft:
    """Set apart what hangs on tables that are, where nothing else was left to be mended."""
    if draft != before:
        return draft
    for table in before.tables.values():
        of = before.tables.get(table.of or "")
        if table.apart is None and of is not None and of.apart is not None:
            why = f"the rows of {of.name} that own it are left out"
            draft = draft.with_table(_apart(table, why))
    return draft


def _apart(table: DraftTable, why: str, hint: str = "") -> DraftTable:
    nobody = (TECHNICAL, SECRET)
    personal = [
        name for name, line in table.columns.items() if line.said not in nobody and name != EACH_ROW
    ]
    said = set_apart(personal, why.replace("`", ""), hint)
    return DraftTable(table.name, apart=said, proposed=table)


def _with(table: DraftTable, column: str, line: Line | None) -> DraftTable:
    columns = {name: each for name, each in table.columns.items() if name != column}
    if line is None:
        return replace(table, columns=columns)
    if column in table.columns:  # in its place
        columns = {name: line if name == column else each for name, each in table.columns.items()}
    else:
        columns[column] = line
    return replace(table, columns=columns)


def _structural(table: DraftTable, _live: Table, column: str) -> DraftTable | None:
    """A key, an edge or a moment is not classified as well."""
    return _with(table, column, None) if column in table.columns else None


def _unclassified(table: DraftTable, _live: Table, column: str) -> DraftTable | None:
    doubt = "nothing tells what it holds"
    return _with(table, column, Line(TECHNICAL, doubt, f"column {TECHNICAL}"))


def _credential(table: DraftTable, live: Table, column: str) -> DraftTable | None:
    """Call a credential secret; a switch or a moment, such as of a change of password, is none."""
    line = table.columns.get(column)
    if line is not None and live.columns[column].kind in (Kind.BOOLEAN, Kind.DATE, Kind.TIMESTAMP):
        return _with(table, column, replace(line, told=True))
    return _with(table, column, Line(SECRET))


def _checked(table: DraftTable, _live: Table, column: str) -> DraftTable | None:
    if column in table.checks:
        return None
    return replace(table, checks=(*table.checks, column))


def _emptied(table: DraftTable, live: Table, column: str) -> DraftTable | None:
    """Choose what takes the place of a value that may not be NULL; else it holds nothing."""
    line = table.columns.get(column)
    if line is None or (line.said == TECHNICAL and line.doubt):
        return None
    kind = live.columns[column].kind
    if (erase := _next(kind, line.erase)) and (line.said != TECHNICAL or kind is Kind.TEXT):
        return _with(table, column, replace(line, erase=erase))
    if line.said == SECRET:
        return None
    doubt = f"it seems to hold `{line.said}`, and cannot be emptied as it stands"
    return _with(table, column, Line(TECHNICAL, doubt))


def _next(kind: Kind, erase: str) -> str:
    """Return what to try in place of a value after what was tried before; empty at the end."""
    every = ("", *_INSTEAD.get(kind, ()), "")
    return every[every.index(erase) + 1] if erase in every else ""


_INSTEAD: Mapping[Kind, tuple[str, ...]] = {
    Kind.INTEGER: ('"0"',),
    Kind.NUMBER: ('"0"',),
    Kind.DATE: ("{keep: year}",),
    Kind.TIMESTAMP: ("{keep: year}",),
    Kind.TEXT: ("{tombstone: gone}", "{tombstone: x}"),  # of a code that is short and unique
}
_MENDS: Mapping[str, Callable[[DraftTable, Table, str], DraftTable | None]] = {
    "G404": _unclassified,
    "G406": _structural,
    "G407": _emptied,
    "G428": _emptied,
    "G429": _emptied,
    "G446": _emptied,
    "G447": _checked,
    "G326": _credential,
}
"""What mends a finding about a column; every other one sets its table apart."""

