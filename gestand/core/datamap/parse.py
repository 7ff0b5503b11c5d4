"""Read datamap.yaml into a data map, with every mistake as a finding."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TypeVar

from gestand.core.datamap import column_keys, keys, table_keys
from gestand.core.datamap.attributes import read_attributes
from gestand.core.datamap.becomes import read_erase
from gestand.core.datamap.conditions import Comparison, parse_when
from gestand.core.datamap.forms import read_forms
from gestand.core.datamap.history import with_owners
from gestand.core.datamap.model import (
    EACH_ROW,
    Access,
    Binding,
    ConsentColumns,
    Copies,
    Counts,
    DataMap,
    FactColumns,
    HeldBy,
    History,
    MailServers,
    MappedColumn,
    MappedTable,
    OwnRecords,
    Place,
    Pointer,
    SamePerson,
    Store,
    Subject,
    Together,
    Via,
)
from gestand.core.datamap.owning import Owning
from gestand.core.datamap.papers import read_document
from gestand.core.datamap.table_kinds import check_kind
from gestand.core.datamap.webhooks import parse_webhooks
from gestand.core.datamap.writing import read_writing
from gestand.core.document import Fields, Items, Node, Scalar, read
from gestand.core.entries import Entry, Reader
from gestand.core.findings import Finding
from gestand.core.found import Found, Word, shown, span_of

CODES = {
    "G300": "a table is not named by its store and its own name",
    "G301": "a key of the data map cannot be read",
    "G304": "the condition of an edge or an occasion cannot be read",
}

_SECRET, _TECHNICAL = "secret", "technical"

T = TypeVar("T")

_TABLE_NAME = re.compile(r"[^.\s]+\.[^\s](?:.*[^\s])?\Z")


def parse_datamap(text: str, file: str) -> tuple[DataMap | None, list[Finding]]:
    """Return the data map in `text` and what is wrong in it; None when it cannot be read."""
    document = read(text, file)
    found = Found()
    for finding in document.findings:
        found.keep(finding)
    if document.root is None:
        return None, found.all()
    datamap = _DataMapReader(Reader(document, found)).datamap(document.root)
    return (datamap if document.whole else None), found.all()


class _DataMapReader:
    """Reads the sections of a data map."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.found = reader.found

    def datamap(self, root: Node) -> DataMap | None:
        """Read every section."""
        top = self.reader.entry(root, "the data map", keys.DATAMAP)
        if top.broken:
            return None
        self.reader.version(top, "datamap")
        if self.reader.whole:
            top.need("stores", "name the databases that hold personal data")
            top.need("tables", "say what each table holds")
        named = self.reader.named
        return DataMap(
            stores={n: self._store(n, v) for n, v in named(top.get("stores"), "store").items()},
            places={n: self._place(n, v) for n, v in named(top.get("places"), "place").items()},
            subjects={
                n: self._subject(n, v) for n, v in named(top.get("subjects"), "kind").items()
            },
            occasions={
                n: self._bindings(n, v) for n, v in named(top.get("occasions"), "occasion").items()
            },
            tables=self._tables(top.get("tables")),
            records=self._records(top.get("records"), root),
            swept_every=self.reader.period(top.get("swept every")) or DataMap.swept_every,
            mail=self._mail(top.get("mail")),
            live=(live := top.get("live")) is None or self.reader.yes(live),
            webhooks=parse_webhooks(self.reader, named(top.get("webhooks"), "webhook")),
            together={
                n: self._together(n, v) for n, v in named(top.get("together"), "pair").items()
            },
        )

    def _records(self, node: Node | None, root: Node) -> OwnRecords:
        if node is None:
            return OwnRecords(span=root.span)
        entry = self.reader.entry(node, "own records", keys.RECORDS)
        told = {name: self.reader.text(entry.get(name)) or "" for name in ("url", "heads", "key")}
        keep = self.reader.period(entry.get("keep")) or OwnRecords.keep
        return OwnRecords(**told, keep=keep, span=node.span)

    def _mail(self, node: Node | None) -> MailServers | None:
        if node is None:
            return None
        entry = self.reader.entry(node, "mail", keys.MAIL)
        names = ("out", "inbox", "trusts")
        told = {name: self.reader.text(entry.get(name)) or "" for name in names}
        sender = self.reader.text(entry.need("from", "add the address that letters come from"))
        questions = self.reader.period(entry.get("questions")) or MailServers.questions
        return MailServers(sender or "", **told, questions=questions, span=node.span)

    def _store(self, name: Word, node: Node) -> Store:
        entry = self.reader.entry(node, f"store `{name}`", keys.STORE)
        hint = "add `url: ${VARIABLE}` or `url: sqlite:///file.db`"
        return Store(
            id=name,
            url=self.reader.text(entry.need("url", hint)) or "",
            zone=self.reader.text(entry.need("zone", "add the zone of its timestamps")) or "",
            source=self._source(entry),
            backups=self.reader.period(entry.get("backups")),
            span=name.span,
        )

    def _source(self, entry: Entry) -> str | None:
        node = entry.get("source")
        known = column_keys.SOURCES
        return None if node is None else self.reader.choice(node, known, known[-1])

    def _place(self, name: Word, node: Node) -> Place:
        entry = self.reader.entry(node, f"place `{name}`", keys.PLACE)
        return Place(
            id=name,
            reason=self.reader.text(entry.need("not connected", "say why it is not")) or "",
            purposes=self.reader.texts(entry.need("purposes"), "purpose"),
            span=name.span,
        )

    def _together(self, name: Word, node: Node) -> Together:
        entry = self.reader.entry(node, f"pair `{name}`", keys.TOGETHER)
        return Together(
            id=name,
            promise=self.reader.text(entry.need("promise")) or "",
            occasion=self.reader.text(entry.need("while")) or "",
            partner=self.reader.text(entry.need("there is")) or "",
            leeway=self.reader.period(entry.get("no longer than")),
            span=name.span,
        )

    def _subject(self, name: Word, node: Node) -> Subject:
        entry = self.reader.entry(node, f"kind of person `{name}`", keys.SUBJECT)
        table = self.reader.text(entry.get("table"))
        return Subject(
            id=name,
            table=self._table_name(table) if table else None,
            identified_by=self.reader.texts(entry.need("identified by"), "column"),
            same_person=tuple(self._same_people(entry)),
            when=self._when(entry),
            language=self.reader.text(entry.get("language"), "column"),
            span=name.span,
        )

    def _same_people(self, entry: Entry) -> Iterator[SamePerson]:
        node = entry.get("same person")
        if node is None:
            return
        told = self.reader.entry(node, f"`same person` of {entry.what}", keys.SAME_PERSON)
        for key, names in (*told.like("KIND by IDENTIFIER"), *told.like("KIND")):
            other, identifier = names or (key, None)
            if column := self.reader.text(told.get(key), "column"):
                yield SamePerson(other, identifier, column, key.span)

    def _table_name(self, word: Word) -> Word:
        if not _TABLE_NAME.match(word):
            message = f"`{shown(word)}` is not the name of a table in a store"
            self.found.add(word.span, "G300", message, word, "write it as `store.table`")
        return word

    def _bindings(self, occasion: Word, node: Node) -> tuple[Binding, ...]:
        nodes = node.items if isinstance(node, Items) else (node,)
        bindings: dict[str, Binding] = {}
        for item in nodes:
            binding = self._binding(occasion, item)
            if binding.table in bindings:
                message = f"occasion `{occasion}` is bound to `{shown(binding.table)}` twice"
                hint = "bind it once, with all its moments"
                self.found.add(binding.span, "G114", message, binding.table, hint)
            elif binding.table:
                bindings[binding.table] = binding
        return tuple(bindings.values())

    def _binding(self, occasion: Word, node: Node) -> Binding:
        entry = self.reader.entry(node, f"occasion `{occasion}`", keys.BINDING)
        table = self.reader.text(entry.need("table", "name its table as `store.table`"))
        began = self.reader.text(entry.need("began", "name the column of the day it began"))
        near, far = entry.like("via COLUMN"), entry.like("via COLUMN of STORE.TABLE")
        return Binding(
            occasion=occasion,
            table=self._table_name(table) if table else "",
            began=began or "",
            from_=self.reader.text(entry.get("from")),
            moments=self._moments(entry),
            vias=tuple(self._via(key, names, entry.get(key)) for key, names in [*near, *far]),
            when=self._when(entry),
            span=entry.span,
        )

    def _moments(self, entry: Entry) -> dict[str, str]:
        moments = [key for key, _ in entry.like("MOMENT")]
        columns = {name: self.reader.text(entry.get(name), "column") for name in moments}
        return {name: column for name, column in columns.items() if column}

    def _via(self, key: Word, names: tuple[str, ...], node: Node | None) -> Via:
        column, table = (*names, None)[:2]
        entry = self.reader.entry(node, f"`{shown(key)}`", keys.VIA)
        return Via(
            column=Word(column or "", key.span),
            of=self._table_name(Word(table, key.span)) if table else None,
            moments=self._moments(entry),
            moved_if=self.reader.text(entry.get("moved if")),
            span=key.span,
        )

    def _tables(self, node: Node | None) -> dict[str, MappedTable]:
        tables: dict[str, MappedTable] = {}
        for name, value in self.reader.named(node, "table", any_name=True).items():
            tables[self._table_name(name)] = self._table(name, value)
        return with_owners(tables)

    def _table(self, name: Word, node: Node) -> MappedTable:
        entry = self.reader.entry(node, f"table `{shown(name)}`", table_keys.TABLE)
        table = MappedTable(
            id=name,
            purposes=self.reader.texts(entry.get("purposes"), "purpose"),
            source=self._source(entry),
            owners=Owning(self.reader, self._table_name, self._when).owners(entry),
            refers=self.reader.texts(entry.get("refers"), "column"),
            forgets=self._forgets(entry),
            counts=self._counts(entry),
            copies=self._copies(entry),
            history=self._history(entry),
            access=tuple(self._access(entry)),
            held_by=self._patterned(entry, "held by OCCASION", self._held_by),
            consents=self._patterned(entry, "consent PURPOSE", self._consent),
            facts=self._facts(entry),
            forms=read_forms(self.reader, entry),
            files=self._named_texts(entry, "files", "column", "folder"),
            triggers=self._named_texts(entry, "triggers", "trigger", "reason"),
            checks=self._named_texts(entry, "checks", "column", "reason"),
            columns=self._columns(entry),
            not_personal=entry.word("not personal"),
            removed_by=entry.word("removed by"),
            holds_nothing=entry.word("holds nothing"),
            each_row=self._each_row(entry),
            span=name.span,
        )
        check_kind(table, entry, self.found)
        return table

    def _patterned(
        self, entry: Entry, name: str, read: Callable[[Word, str, Node | None], T]
    ) -> tuple[T, ...]:
        return tuple(read(key, named, entry.get(key)) for key, (named,) in entry.like(name))

    def _facts(self, entry: Entry) -> tuple[FactColumns, ...]:
        restriction = [(key, None) for key, _ in entry.like("restriction")]
        objections = [(key, purpose) for key, (purpose,) in entry.like("objection PURPOSE")]
        return tuple(self._fact(key, p, entry.get(key)) for key, p in [*restriction, *objections])

    def _held_by(self, key: Word, occasion: str, node: Node | None) -> HeldBy:
        entry = self.reader.entry(node, f"`{shown(key)}`", table_keys.HELD_BY)
        return HeldBy(
            occasion=Word(occasion, key.span),
            via=self.reader.text(entry.need("via", "name the column that leads to it")) or "",
            until=self.reader.text(entry.get("until")),
            span=key.span,
        )

    def _fact(self, key: Word, purpose: str | None, node: Node | None) -> FactColumns:
        begun, ended = ("made", "withdrawn") if purpose else ("placed", "lifted")
        kind = table_keys.OBJECTION if purpose else table_keys.RESTRICTION
        entry = self.reader.entry(node, f"`{shown(key)}`", kind)
        return FactColumns(
            purpose=Word(purpose, key.span) if purpose else None,
            begun=self.reader.text(entry.need(begun, "name the column of the day")) or "",
            ended=self.reader.text(entry.get(ended)),
            span=key.span,
        )

    def _consent(self, key: Word, purpose: str, node: Node | None) -> ConsentColumns:
        entry = self.reader.entry(node, f"`{shown(key)}`", table_keys.CONSENT)
        return ConsentColumns(
            purpose=Word(purpose, key.span),
            given=self.reader.text(entry.need("given", "name the column of the day")) or "",
            withdrawn=self.reader.text(entry.get("withdrawn")),
            text=self.reader.text(entry.get("text")),
            by=self.reader.text(entry.get("by")),
            born=self.reader.text(entry.get("born")),
            since=self.reader.text(entry.get("since")),
            span=key.span,
        )

    def _forgets(self, entry: Entry) -> tuple[Pointer, ...]:
        told = entry.get("forgets")
        nodes = told.items if isinstance(told, Items) else (told,)
        found = (self._pointer(entry, node) for node in nodes)
        return tuple(dict.fromkeys(pointer for pointer in found if pointer is not None))

    def _pointer(self, entry: Entry, node: Node | None) -> Pointer | None:
        if not isinstance(node, Fields):
            column = self.reader.text(node, "column")
            return Pointer(column, span=column.span) if column else None
        told = self.reader.entry(node, f"what {entry.what} forgets", table_keys.POINTER)
        columns = told.like("COLUMN")
        if len(columns) != 1:
            hint = "write `forgets: [COLUMN]`, or `forgets: [{COLUMN: STORE.TABLE}]`"
            self.found.add(told.span, "G301", f"{told.what} is not one column", "", hint)
            return None
        column = columns[0][0]
        table = self.reader.text(told.get(column), "table")
        return Pointer(column, self._table_name(table), column.span) if table else None

    def _counts(self, entry: Entry) -> tuple[Counts, ...]:
        named = self.reader.named(entry.get("counts"), "column", any_name=True)
        found = (self._counter(entry, column, node) for column, node in named.items())
        return tuple(counts for counts in found if counts is not None)

    def _counter(self, entry: Entry, column: Word, node: Node) -> Counts | None:
        if not isinstance(node, Fields):
            of = self.reader.text(node, "table")
            return Counts(column, self._table_name(of), span=column.span) if of else None
        what = f"counter `{shown(column)}` of {entry.what}"
        told = self.reader.entry(node, what, table_keys.COUNT)
        of = self.reader.text(told.need("rows of", "name the table whose rows it counts"))
        by, when, then = self.reader.text(told.get("by")), self._when(told), told.get("then")
        sums = self.reader.text(told.get("sum of"), "column")
        chosen = self.reader.choice(then, table_keys.THEN, "recount") if then else "recount"
        if of is None:
            return None
        return Counts(column, self._table_name(of), by, when, chosen, sums, column.span)

    def _copies(self, entry: Entry) -> tuple[Copies, ...]:
        copied = self._named_texts(entry, "copies", "column", "column of another row")
        found = []
        for column, text in copied.items():
            by, _, of = text.partition(".")
            if not (by and of):
                message = f"`{shown(text)}` says not what a copy is of"
                hint = "write `COLUMN: POINTER.COLUMN`: the column that points, and the one there"
                self.found.add(span_of(text, entry.span), "G301", message, text, hint)
                continue
            found.append(Copies(column, by, of, span_of(column, entry.span)))
        return tuple(found)

    def _history(self, entry: Entry) -> History | None:
        node = entry.get("history")
        if node is None:
            return None
        told = self.reader.entry(node, f"the history in {entry.what}", table_keys.HISTORY)
        of = self.reader.text(told.need("of", "name the table of which this is the history"))
        by, then = self.reader.text(told.get("by")), told.get("then")
        keep = then is None or self.reader.choice(then, table_keys.PAST, "keep") == "keep"
        return History(self._table_name(of), by, keep, span=node.span) if of else None

    def _access(self, entry: Entry) -> Iterator[Access]:
        node = entry.get("access")
        for item in node.items if isinstance(node, Items) else (node,) if node else ():
            told = self.reader.entry(item, f"`access` of {entry.what}", table_keys.ACCESS)
            by = self.reader.text(told.need("by", "name the column that leads to who may see it"))
            to = self.reader.text(told.get("to"))
            tells = self.reader.texts(told.need("tells", "name the columns they may see"), "column")
            if by:
                at = self._table_name(to) if to else None
                through = self.reader.text(told.get("through"))
                link = self._table_name(through) if through else None
                yield Access(by, at, tells, item.span, link)

    def _when(self, told: Entry) -> tuple[Comparison, ...]:
        """Return the condition of an edge or an occasion, read as it stands, spaces and all."""
        node = told.get("when")
        if node is None:
            return ()
        text = node.text if isinstance(node, Scalar) else ""
        tests = parse_when(text)
        if tests is None:
            message = f"the condition of {told.what} cannot be read"
            hint = "write `when: \"COLUMN = 'WORD'\"`, with `<>`, `in (...)`, `is null` and `and`"
            self.found.add(node.span, "G304", message, text, hint)
        return tests or ()

    def _named_texts(self, entry: Entry, key: str, what: str, says: str) -> dict[str, str]:
        named = self.reader.named(entry.get(key), what, any_name=True)
        found = {name: self.reader.text(node, says) for name, node in named.items()}
        return {name: text for name, text in found.items() if text}

    def _each_row(self, entry: Entry) -> MappedColumn | None:
        word = entry.word("each row tells")
        return MappedColumn(EACH_ROW, word, span=word.span) if word else None

    def _columns(self, entry: Entry) -> dict[str, MappedColumn]:
        named = self.reader.named(entry.get("columns"), "column", any_name=True)
        return {name: self._column(name, node, entry.what) for name, node in named.items()}

    def _column(self, name: Word, node: Node, table: str) -> MappedColumn:
        if not isinstance(node, Fields):
            return self._holds(name, self.reader.text(node, "category"))
        what = f"column `{shown(name)}` of {table}"
        entry = self.reader.entry(node, what, column_keys.COLUMN)
        if "paths" in entry.fields:
            return read_document(self.reader, entry, name, self._source(entry))
        if telling := entry.like("by COLUMN"):
            return read_attributes(self.reader, entry, name, telling, self._source(entry))
        plain = self._holds(name, self.reader.text(entry.need("is", "say what it holds")))
        about = self.reader.text(entry.get("about"), "column")
        return MappedColumn(
            name=name,
            category=plain.category,
            secret=plain.secret,
            told=self.reader.yes(entry.get("told")),
            encoded=self._code(entry.get("encoded")),
            source=self._source(entry),
            erase=read_erase(self.reader, entry),
            zone=self.reader.text(entry.get("zone")),
            writing=read_writing(self.reader, entry),
            about=about or plain.about,
            span=plain.span,
        )

    def _code(self, node: Node | None) -> str:
        return self.reader.choice(node, column_keys.CODES_OF_VALUES, "") if node else ""

    def _holds(self, name: Word, category: Word | None) -> MappedColumn:
        if category is None or category == _TECHNICAL:
            return MappedColumn(name, span=name.span)
        if category == _SECRET:
            return MappedColumn(name, secret=True, span=category.span)
        if " when " in category or category.startswith("$"):
            self.reader.not_yet(category, category.span)
            category = Word(category.split(" when ")[0], category.span)
        held, _, about = category.partition(" about ")
        whom = Word(about, category.span) if about else None
        return MappedColumn(name, Word(held, category.span), about=whom, span=category.span)
