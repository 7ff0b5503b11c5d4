"""Write a draft down as policy, data map and statement, with a mark behind each doubtful line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from gestand.core.datamap.model import EACH_ROW
from gestand.core.discovery.attributes import UNTOLD, categories
from gestand.core.discovery.by_whom import source_of
from gestand.core.discovery.draft import SECRET, TECHNICAL, Draft, DraftOccasion, DraftTable, Line
from gestand.core.discovery.grades import CATEGORIES
from gestand.core.discovery.questions import shown
from gestand.core.discovery.sectors import ACCOUNT, KINDS, Words
from gestand.core.discovery.statements import statement
from gestand.core.proposals import MARK

POLICY, DATAMAP = "policy.yaml", "datamap.yaml"

Place = tuple[str, str]
"""What a line is about: a section and a name, or a table and a column."""

_DUTCH = "Europe/Amsterdam"
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_. -]*")
_BASIC = (
    "name", "username", "email", "phone", "contact", "address", "client number", "bank account",
)  # fmt: skip
"""What a purpose needs of people themselves, beside what its own tables hold."""
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n", "~"})


@dataclass(frozen=True)
class Written:
    """The files of a draft by name, and what each line of the data map is about."""

    files: Mapping[str, str]
    places: Mapping[tuple[str, int], Place] = field(default_factory=dict)


@dataclass
class _Page:
    name: str
    lines: list[str] = field(default_factory=list)
    places: dict[tuple[str, int], Place] = field(default_factory=dict)

    def add(self, text: str, doubt: str = "", about: Place | None = None) -> None:
        self.lines.append(f"{text}  {MARK} {doubt}" if doubt else text)
        if about is not None:
            self.places[(self.name, len(self.lines))] = about

    def text(self) -> str:
        return "\n".join(self.lines) + "\n"


def write(draft: Draft) -> Written:
    """Return the files of a draft, and which line is about what."""
    policy, datamap = _policy(draft), _datamap(draft)
    files = {POLICY: policy.text(), DATAMAP: datamap.text()}
    titles = {name: draft.purposes[name].template for name in draft.used_purposes()}
    needed = any(titles[name].basis == "contract" for name in titles)
    for language in draft.languages:
        files[f"statement/{language}.md"] = statement(language, list(titles), required=needed)
    return Written(files, {**policy.places, **datamap.places})


def quoted(name: str) -> str:
    """Return a name as a key or a value of YAML has it."""
    if _PLAIN.fullmatch(name) and name.lower() not in _WORDS and name == name.strip():
        return name
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _policy(draft: Draft) -> _Page:
    page = _Page(POLICY)
    page.add("# Proposed by `gestand init`. A line that ends in `# ?` waits for a person: look,")
    page.add("# change what is wrong, and take the mark out. Until then nothing is removed.")
    page.add("policy: 1")
    page.add("controller:")
    page.add(f"  name: {quoted(draft.controller.said)}", draft.controller.doubt)
    page.add(f"  contact: {{email: {draft.contact.said}}}", draft.contact.doubt)
    # A controller elsewhere has another one, of which Gestand knows no address yet.
    elsewhere = "" if draft.zone == _DUTCH else "is this your supervisory authority?"
    page.add("  authority: nl/ap", elsewhere)
    page.add(f"  languages: [{', '.join(draft.languages)}]")
    page.add(f"  zone: {draft.zone}")
    page.add(f"statement: {{effective: {draft.effective}}}")
    _categories(draft, page)
    if draft.subjects:
        page.add("subjects:")
    for kind in draft.subjects:
        words = KINDS.get(kind)
        doubt = "" if words else "what are these people called in each language?"
        page.add(f"  {quoted(kind)}: {_in_each(draft, words or (f'{kind}s', f'{kind}s'))}", doubt)
    _moments(draft, page)
    _purposes(draft, page)
    page.add("rights: {answer: P1M, extension: P2M}")
    return page


def _in_each(draft: Draft, words: Words) -> str:
    by = dict(zip(("nl", "en"), words, strict=True))
    said = [f"{language}: {quoted(by[language])}" for language in draft.languages]
    return f"{{{', '.join(said)}}}"


def _categories(draft: Draft, page: _Page) -> None:
    page.add("categories:")
    for name in used_categories(draft):
        category = CATEGORIES[name]
        text = _in_each(draft, (category.nl, category.en))[:-1]
        text += f', is: "{category.term}"' if category.term else ""
        text += ", sensitive: special" if category.special else ""
        page.add(f"  {name}: {text}}}")


def used_categories(draft: Draft) -> list[str]:
    """Return the categories of all columns that are mapped, in the order of their words."""
    lines = (line for table in draft.tables.values() for line in _of_people(table))
    used = set[str]().union(*map(categories, lines))
    return [name for name in CATEGORIES if name in used] or ["name"]


def _of_people(table: DraftTable) -> list[Line]:
    if table.apart is not None:
        return []
    nobody = (SECRET, TECHNICAL)
    return [line for line in table.columns.values() if line.words or line.said not in nobody]


_EARLY = "with this the statement promises to count from the beginning"


def _moments(draft: Draft, page: _Page) -> None:
    page.add("moments:")
    for name in draft.used_purposes():
        template = draft.purposes[name].template
        for moment, words in (("ended", template.ended), ("began", template.began)):
            if moment in _endings(draft, name):
                early = moment == "began" and draft.from_beginning(name)
                doubt = _EARLY if early else ""
                page.add(f"  {name} {moment}: {_in_each(draft, words)}", doubt)


def _ends(occasion: DraftOccasion) -> str:
    return "ended" if occasion.ended else "began"


def _endings(draft: Draft, purpose: str) -> list[str]:
    """Return by what occasions of a purpose end; its beginning where it has no occasion."""
    found = {_ends(each) for each in draft.occasions if each.purpose == purpose}
    return sorted(found or {"began"}, reverse=True)


def _purposes(draft: Draft, page: _Page) -> None:
    page.add("purposes:")
    for name in draft.used_purposes():
        purpose = draft.purposes[name]
        template = purpose.template
        page.add(f"  {name}:", about=("purpose", name))
        page.add(f"    title: {_in_each(draft, template.title)}")
        words = template.law or template.interest
        basis = f"{{{template.basis}: {_in_each(draft, words)}}}" if words else template.basis
        page.add(f"    basis: {basis}", purpose.doubt)
        page.add(f"    data: [{', '.join(_data(draft, name))}]")
        page.add(f"    occasion: {name}")
        after = [f"{name} {end}" for end in _endings(draft, name)]
        exact = template.exactly
        named = [f"end of fiscal year of {each}" if exact else each for each in after]
        kept = f"for: {purpose.period}, after: [{', '.join(named)}]"
        kept += ", exactly: true, chosen by: law" if exact else ", chosen by: controller"
        page.add(f"    keep: {{{kept}}}", _period_doubt(draft, name))


def _period_doubt(draft: Draft, purpose: str) -> str:
    """Return why a person must look at a period: above all where it counts from a beginning."""
    said, endless = draft.purposes[purpose].period_doubt, draft.from_beginning(purpose)
    if not endless:
        return said
    tables = shown([f"`{each.table}`" for each in endless], 4)
    early = (
        f"no column says when {tables} ended: it would go {draft.purposes[purpose].period} after "
        f"it BEGAN, also {endless[0].meanwhile}"
    )
    return f"{early}; {said}" if said else early


def _data(draft: Draft, purpose: str) -> list[str]:
    """Return the categories that a purpose needs: those of its tables, and who it is about."""
    own: set[str] = set()
    subjects = {each.table for each in draft.subjects.values()}
    for table in draft.tables.values():
        if purpose in table.purposes:
            said = set[str]().union(*map(categories, _of_people(table)))
            beside = table.name in subjects and purpose != table.purposes[0]
            own |= said & {*_BASIC} if beside else said
    return [name for name in CATEGORIES if name in own] or used_categories(draft)[:1]


def _datamap(draft: Draft) -> _Page:
    page = _Page(DATAMAP)
    page.add(f"{MARK} Proposed by `gestand init`: take this line out when you have read the file.")
    page.add("datamap: 1")
    page.add("stores:")
    url = quoted(draft.url)
    page.add(f"  {draft.store}: {{url: {url}, zone: {draft.zone}, source: person}}")
    if draft.is_out_of_reach():
        reason = "no table says since when people stand in it"
        page.add("places:")
        said = f"{{not connected: {reason}, purposes: [{ACCOUNT.id}]}}"
        page.add(f"  {draft.store} itself: {said}", "nothing of this database could be mapped")
    if draft.subjects:
        page.add("subjects:")
    for each in draft.subjects.values():
        by = ", ".join(quoted(name) for name in each.identified_by)
        where = f"table: {quoted(f'{draft.store}.{each.table}')}, " if each.table else ""
        said = f"  {quoted(each.kind)}: {{{where}identified by: [{by}]}}"
        page.add(said, each.doubt, ("subject", each.kind))
    _occasions(draft, page)
    page.add("tables:")
    for table in draft.tables.values():
        _table(draft, table, page)
    return page


def _occasions(draft: Draft, page: _Page) -> None:
    if not draft.occasions:
        return
    page.add("occasions:")
    for name in draft.used_purposes():
        page.add(f"  {name}:")
        for each in draft.occasions:
            if each.purpose != name:
                continue
            table = quoted(f"{draft.store}.{each.table}")
            end = quoted(each.ended or each.began)
            said = f"table: {table}, began: {quoted(each.began)}, {name} {_ends(each)}: {end}"
            page.add(f"    - {{{said}}}", each.doubt, ("occasion", each.table))


def _table(draft: Draft, table: DraftTable, page: _Page) -> None:
    name = quoted(f"{draft.store}.{table.name}")
    about = (table.name, "")
    if table.apart is not None:
        reason = table.apart.said.replace('"', "'").replace("\\", "/")
        page.add(f'  {name}: {{not personal: "{reason}"}}', table.apart.doubt, about)
        if table.proposed is not None:
            _beside(draft, table.proposed, page)
        return
    page.add(f"  {name}:", about=about)
    if table.history is not None:
        page.add(f"    history: {table.history.said}", table.history.doubt, about)
    else:
        page.add(f"    purposes: [{', '.join(table.purposes)}]", about=about)
    if table.owner is not None:
        key = "owners" if table.owner.said.startswith("[") else "owner"
        page.add(f"    {key}: {table.owner.said}", table.owner.doubt, about)
    for word, reasons in (("triggers", table.triggers), ("checks", table.checks)):
        if reasons:
            said = ", ".join(f"{quoted(each)}: to be looked at" for each in reasons)
            page.add(f"    {word}: {{{said}}}", "does it leave alone what must stay?", about)
    if table.nothing is not None:
        page.add(f"    holds nothing: {table.nothing.said}", table.nothing.doubt, about)
    told = table.columns.get(EACH_ROW)
    if told is not None and told.said not in (SECRET, TECHNICAL):
        page.add(f"    each row tells: {told.said}", told.doubt, (table.name, EACH_ROW))
    columns = {name: line for name, line in table.columns.items() if name != EACH_ROW}
    page.add("    columns:" if columns else "    columns: {}", about=about)
    for column, line in columns.items():
        page.add(f"      {quoted(column)}: {_said(line, column)}", line.doubt, (table.name, column))


def _beside(draft: Draft, table: DraftTable, page: _Page) -> None:
    """Write what was proposed of a table that is left out as comments, for a person to go on with.
    """
    aside = _Page(DATAMAP)
    _table(draft, table, aside)
    page.add("  # To go on with, in place of the line above:")
    for line in aside.lines:
        page.add(f"  # {line.removeprefix('  ').partition(f'  {MARK}')[0]}")


def _said(line: Line, column: str) -> str:
    if line.words:
        words = ", ".join(f"{quoted(word)}: {_meant(category)}" for word, category in line.words)
        return f"{{by {line.by}: {{{words}}}}}"
    category = CATEGORIES.get(line.said)
    source = "observed" if category and category.observed else source_of(line.said, column)
    more = f", source: {source}" if source else ""
    more += f", encoded: {line.encoded}" if line.encoded else ""
    more += f", {line.moment}" if line.moment else ""
    more += f", erase: {line.erase}" if line.erase else ""
    more += ", told: true" if line.told else ""
    return f"{{is: {line.said}{more}}}" if more else line.said


def _meant(category: str) -> str:
    """Return what one value among others is; a secret has a category, and is never told."""
    if category == SECRET:
        return f"{{is: {UNTOLD}, secret: true}}"
    known = CATEGORIES[category]
    return f"{{is: {category}, source: observed}}" if known.observed else category
