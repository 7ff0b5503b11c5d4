"""Read a story folder, build its company, and describe what is in its databases."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import cycle
from pathlib import Path

from tests.databases import KINDS, Database, empty
from tests.oracle.company import read_yaml

STORIES = Path(__file__).resolve().parent
PRIVACY = ("policy.yaml", "datamap.yaml")
ASKED = ("as of", "people", "erase", "typed", "exit", "between")
CONFIRMED = ["--yes", "--first-run"]
PSEUDONYM = re.compile(r"erased-[0-9a-f]{24}\b")
UNREADABLE = 2
"""The exit of a command that could not read something: then nothing is done."""


@dataclass(frozen=True)
class Command:
    """One command of a story; `words` are its arguments.

    `between` are statements that somebody else runs, by store, once the plan of an `apply` has
    been shown, and before it is confirmed; `sql` are those that a command `sql` runs.
    """

    name: str
    words: tuple[str, ...] = ()
    exit: int = 0
    typed: str | None = None
    between: dict[str, str] = field(default_factory=dict)
    sql: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Story:
    """A story as its folder tells it."""

    name: str
    folder: Path
    base: Path
    title: str
    rules: tuple[int | str, ...]
    as_of: date | None
    people: tuple[str, ...]
    erase: bool
    typed: str | None
    exit: int
    commands: tuple[Command, ...]  # `plan` comes first by itself where a plan is expected
    changes: tuple[dict, ...] = field(default=())
    versions: tuple[tuple[dict, ...], ...] = field(default=())
    databases: tuple[str, ...] = KINDS
    dates_as_text: bool = False

    @property
    def told_otherwise(self) -> bool:
        """Tell whether what happens does not follow from the rows and the rules of grounds alone.

        Somebody decides, refuses, corrects or changes a row or is stopped by the brake, or a store
        cannot be read; or a part alone is restricted, of which law R8 tells, or rows name files.
        """
        names = {command.name for command in self.commands}
        sweeps = {c.words[c.words.index("--as-of") :] for c in self.commands if c.name == "apply"}
        meanwhile = any(command.between for command in self.commands)
        corrected = any({"--correct", "--but"} & {*each.words} for each in self.commands)
        decided = bool(names & {"decide", "sql"}) or corrected
        stopped = self.exit == UNREADABLE or 25 in self.rules or bool(self.files("disk/*/*"))
        return len(sweeps) != 1 or decided or meanwhile or stopped or self._restricts_a_part

    @property
    def _restricts_a_part(self) -> bool:
        told = read_yaml(self.text("facts.yaml"))["recorded"] if self.files("facts.yaml") else []
        restrictions = (fact for fact in told if fact["fact"] == "restriction")
        return any({"category", "purpose"} & {*fact} for fact in restrictions)

    def expects(self, file: str) -> bool:
        """Tell whether the folder says what must come of it under this name."""
        return (self.folder / file).exists()

    def expected(self, file: str) -> str:
        """Return what the folder expects under this name."""
        return (self.folder / file).read_text("utf-8")

    def text(self, file: str) -> str:
        """Return a file of the story, or else of its base, with the story's changes made."""
        return self._changed(file, self.changes)

    def older_versions(self) -> list[str]:
        """Return the older versions of the policy: the base's, each with its own changes."""
        return [self._changed("policy.yaml", changes) for changes in self.versions]

    def _changed(self, file: str, changes: tuple[dict, ...]) -> str:
        text = _of(self.folder, self.base, file)
        for change in changes:
            if change.get("in", "policy.yaml") == file:
                text = _changed(text, change, self.name)
        return text

    def files(self, pattern: str) -> list[str]:
        """Return the names of the story's files, those of its base included."""
        found = {
            path.relative_to(folder).as_posix()
            for folder in (self.base, self.folder)
            for path in folder.glob(pattern)
        }
        return sorted(found)

    @property
    def depends_on_the_database(self) -> bool:
        """Tell whether it is about what databases write, or read, in ways of their own."""
        return self.dates_as_text or len(self.stores()) > 1 or "bad data" in self.rules

    def stores(self) -> dict[str, str]:
        """Return the file name of each store."""
        return _files_of(self.text("datamap.yaml"))


@cache
def _files_of(datamap: str) -> dict[str, str]:
    words = read_yaml(datamap)["stores"]
    return {store: said["url"].removeprefix("sqlite:///") for store, said in words.items()}


def _of(folder: Path, base: Path, file: str) -> str:
    own = folder / file
    return (own if own.exists() else base / file).read_text("utf-8")


def _changed(text: str, change: dict, story: str) -> str:
    found = text.count(change["from"])
    if found != 1:
        message = f"story `{story}`: `{change['from']}` stands {found} times in its file"
        raise ValueError(message)
    return text.replace(change["from"], change["to"])


def names() -> list[str]:
    """Return the names of all stories."""
    return sorted(path.parent.name for path in STORIES.glob("*/ask.yaml"))


@cache
def read(name: str) -> Story:
    """Read one story."""
    folder = STORIES / name
    words = read_yaml((folder / "ask.yaml").read_text("utf-8"))
    base = STORIES / words.get("base", "base")
    commands = tuple(_commands(words, next(iter(_files_of(_of(folder, base, "datamap.yaml"))))))
    if (folder / "plan.txt").exists() and "commands" not in words:
        commands = (
            Command("plan", commands[0].words[len(CONFIRMED) :], 0, commands[0].typed),
            *commands,
        )
    return Story(
        name=name,
        folder=folder,
        base=base,
        title=words["story"],
        rules=tuple(words["rules"]),
        as_of=words.get("as of"),
        people=tuple(words.get("people", ())),
        erase=bool(words.get("erase")),
        typed=words.get("typed"),
        exit=words.get("exit", 0),
        commands=commands,
        changes=tuple(words.get("change", ())),
        versions=tuple(tuple(said.get("change", ())) for said in words.get("versions", ())),
        databases=tuple(words.get("databases", KINDS)),
        dates_as_text=words.get("dates") == "text",
    )


def _commands(words: dict, store: str) -> Iterator[Command]:
    for said in words.get("commands", [{"apply": CONFIRMED}]):
        said = {key: words.get(key) for key in ASKED} | said
        asked = {key: said.pop(key) for key in ASKED}
        ((name, arguments),) = said.items()
        exit_code = asked["exit"] or 0
        if name == "sql":
            yield Command(name, sql=_by_store(arguments, store))
            continue
        given = (*map(str, arguments or []), *_arguments(name, asked))
        between = _by_store(asked["between"], store) if name == "apply" else {}
        if between:
            given = tuple(word for word in given if word != "--yes")
        yield Command(name, given, exit_code, asked["typed"], between)


def _by_store(statements: str | dict[str, str] | None, store: str) -> dict[str, str]:
    """Return statements by store; a text alone is for the first, which is the only one."""
    return {store: statements} if isinstance(statements, str) else statements or {}


def _arguments(name: str, asked: dict) -> Iterator[str]:
    if name not in ("plan", "apply", "decide", "may", "access"):
        return
    if asked["as of"]:
        yield from ("--as-of", asked["as of"].isoformat())
    for person in asked["people"] or ():
        yield from ("--person", person)
    if asked["erase"] and name != "access":
        yield "--erase"


Databases = Mapping[str, Database]


@contextmanager
def laid_down(
    story: Story, folder: Path, kind: str = "sqlite", together: Path = STORIES
) -> Iterator[Databases]:
    """Lay the story's company down in `folder`, with its stores as databases of a kind.

    `postgresql+sqlite` is: the first store of the one kind and the second of the other.
    Processes that share servers name the same folder `together`.
    """
    with ExitStack() as stack:
        databases = {
            store: stack.enter_context(empty(each, folder, together, file.partition(".")[0]))
            for (store, file), each in zip(story.stores().items(), cycle(kind.split("+")))
        }
        build(story, folder, databases)
        yield databases


def build(story: Story, folder: Path, databases: Databases) -> None:
    """Write the declaration of the story's company, and fill its databases."""
    files = [*PRIVACY, *story.files("statement/*.md"), *story.files("facts.yaml")]
    texts = {file: story.text(file) for file in files}
    texts |= {f"versions/{n}.yaml": text for n, text in enumerate(story.older_versions(), 1)}
    for store, file in story.stores().items():
        if databases[store].kind != "sqlite":
            url = databases[store].url
            texts["datamap.yaml"] = texts["datamap.yaml"].replace(f"sqlite:///{file}", url)
    for file, text in texts.items():
        there = folder / "privacy" / file
        there.parent.mkdir(parents=True, exist_ok=True)
        there.write_text(text, "utf-8")
    for file in story.files("disk/*/*"):
        there = folder / file.removeprefix("disk/")
        there.parent.mkdir(parents=True, exist_ok=True)
        there.write_text(story.text(file), "utf-8")
    for store, database in databases.items():
        suffix = "" if len(databases) == 1 else f".{store}"
        schema = story.text(f"schema{suffix}.sql")
        rows = story.text(f"rows{suffix}.sql") if story.files(f"rows{suffix}.sql") else ""
        database.run(_translated(schema, story, database.kind) + rows)


def _translated(schema: str, story: Story, kind: str) -> str:
    """Return the schema as this kind of database writes it.

    SQLite puts any text in a column of dates. Where a story needs that, other databases have
    columns of texts instead. PostgreSQL knows no table before it is made: a key that points at
    a later one comes after it.
    """
    schema = schema.replace("VARBINARY(14)", _BYTES.get(kind, "VARBINARY(14)"))
    if kind != "sqlite" and story.dates_as_text:
        schema = re.sub(r"\b(DATE|TIMESTAMP)\b", "VARCHAR(40)", schema)
    return _later_keys_last(schema) if kind == "postgresql" else schema


_BYTES = {"sqlite": "BLOB", "postgresql": "BYTEA"}
_POINTS = re.compile(r"(\w+) \w+ REFERENCES (\w+) [^,\n]*")


def _later_keys_last(schema: str) -> str:
    made: list[str] = []
    later: list[str] = []
    known: set[str] = set()
    for statement in schema.split(";\n"):
        name = statement.strip().removeprefix("CREATE TABLE ").partition(" ")[0]
        known.add(name)
        for key in _POINTS.finditer(statement):
            column, target = key.groups()
            if target not in known:
                plain, _, rest = key[0].partition(" REFERENCES ")
                statement = statement.replace(key[0], plain)
                foreign = f"FOREIGN KEY ({column}) REFERENCES {rest}"
                later.append(f"ALTER TABLE {name} ADD {foreign}")
        made.append(statement)
    return ";\n".join([*made[:-1], *later, ""])


Contents = dict[str, list[dict[str, object]]]


def contents(databases: Databases) -> Contents:
    """Return the rows of every table, by `store.table`."""
    found: Contents = {}
    for store, database in sorted(databases.items()):
        for name in database.tables():
            if name.startswith("gestand_"):
                continue
            found[f"{store}.{name}"] = database.whole(name)
    return found


def described(before: Contents, left: Contents) -> str:
    """Describe the rows that are left in the tables that held something; NULL is left out.

    A pseudonym made with a key is another one in every company: they are numbered as they come.
    """
    lines: list[str] = []
    for table, rows in before.items():
        if not rows:
            continue
        lines.append(table)
        lines += [line_of(row) for row in left.get(table, [])] or ["  (nothing)"]
    text = "\n".join(lines) + "\n"
    for number, made in enumerate(dict.fromkeys(PSEUDONYM.findall(text)), 1):
        text = text.replace(made, f"pseudonym {number}")
    return text


def line_of(row: dict[str, object]) -> str:
    """Return a row as a line; a column that is NULL is left out."""
    return "  " + " ".join(f"{c}={_literal(v)}" for c, v in row.items() if v is not None)


def _literal(value: object) -> str:
    value = value.decode("latin-1") if isinstance(value, bytes) else value
    if isinstance(value, dict) or str(value).startswith("{"):
        return _document(value)
    return f"'{value}'" if isinstance(value, str) else str(value)


def _document(value: object) -> str:
    """Return a document in one form: each kind of database writes it in its own."""
    try:
        found = value if isinstance(value, dict) else json.loads(str(value))
    except ValueError:
        return f"'{value}'"
    return json.dumps(found, sort_keys=True, ensure_ascii=False)
