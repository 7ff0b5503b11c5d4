"""Tell a story: run its commands on its company, and write down what came of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from click.testing import CliRunner, Result

from gestand.surfaces.cli import main
from tests.answers import members
from tests.stories.story import (
    STORIES,
    Command,
    Databases,
    Story,
    contents,
    described,
    laid_down,
    line_of,
)

RELEASE = re.compile(r"--release (\w+)")
FINDING = re.compile(r"^(\S+:\d+:\d+)  (G\d{3})", re.MULTILINE)


@dataclass
class Told:
    """What came of a story, by the name of the file that expects it."""

    files: dict[str, str] = field(default_factory=dict)
    exits: list[int] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


def tell(story: Story, folder: Path, kind: str = "sqlite", together: Path = STORIES) -> Told:
    """Build the company of a story in `folder` and run its commands."""
    with laid_down(story, folder, kind, together) as databases:
        before, told = contents(databases), Told()
        for command in story.commands:
            _run(databases, command, folder, told)
        told.files["after.txt"] = described(before, contents(databases))
    return told


def _run(databases: Databases, command: Command, folder: Path, told: Told) -> None:
    if command.name == "sql":
        _happen(databases, command.sql)
        told.exits.append(0)
        return
    first = command.name == "plan" and "plan.txt" not in told.files
    words = [*_released(command.words, told), *(["--format", "json"] if first else [])]
    # A story may be set in any year; a person has to say that the day has not come yet.
    words += ["--ahead"] if command.name == "apply" else []
    result = _invoke(command.name, words, folder, _typed(databases, command))
    told.exits.append(result.exit_code)
    told.said.append(result.output)
    if first and result.exit_code == 0:
        told.files["plan.txt"] = planned(json.loads(result.stdout))
    if command.name == "access" and result.exit_code == 0:
        found = answered(members(folder / "answer.zip"))
        told.files["told.txt"] = told.files.get("told.txt", "") + found
        (folder / "answer.zip").unlink()
    if command.name == "may":
        told.files["may.txt"] = told.files.get("may.txt", "") + result.output
    if command.name == "check":
        told.files["findings.txt"] = _findings(result.output, folder)
    for page in sorted((folder / "out").rglob("*.md")):
        told.files[f"statement.{_language(page)}.txt"] = page.read_text("utf-8")


class Meanwhile(BytesIO):
    """What a person types at a question, once `happens` has happened: the question waits.

    What is asked `first`, before there is a plan, is answered at once.
    """

    def __init__(self, happens: Callable[[], object], typed: bytes, first: bytes = b"") -> None:
        super().__init__(first + typed)
        self.happens, self.first = happens, len(first)

    def read1(self, size: int | None = -1, /) -> bytes:
        """Give what is typed first; let it happen, and give the rest."""
        if self.tell() < self.first:
            return super().read1(self.first - self.tell())
        if self.tell() == self.first:
            self.happens()
        return super().read1(size)


def _typed(databases: Databases, command: Command) -> str | Meanwhile:
    if not command.between:
        return command.typed or ""
    first = f"{command.typed}\n".encode() if command.typed else b""
    return Meanwhile(lambda: _happen(databases, command.between), b"y\n", first)


def _happen(databases: Databases, statements: dict[str, str]) -> None:
    for store, statement in statements.items():
        databases[store].run(statement)


def _invoke(name: str, words: list[str], folder: Path, typed: str | Meanwhile) -> Result:
    out = {"publish": folder / "out", "access": folder / "answer.zip"}.get(name)
    place = ["--out", str(out)] if out else []
    first, rest = (words[:1], words[1:]) if name in ("decide", "may") else ([], words)
    line = [name, *first, str(folder), *rest, *place]
    return CliRunner().invoke(main, line, input=typed, catch_exceptions=False)


def _released(words: tuple[str, ...], told: Told) -> list[str]:
    """Fill in the code that the brake printed where a story says CODE."""
    if "CODE" not in words:
        return list(words)
    codes = RELEASE.findall(told.said[-1])
    return [codes[-1] if word == "CODE" else word for word in words]


def _language(page: Path) -> str:
    parts = [part for part in (*page.parts, page.stem) if part in ("nl", "en")]
    return parts[-1] if parts else page.stem


def answered(found: Mapping[str, bytes]) -> str:
    """Return what an answer tells, table by table, and which columns it leaves out."""
    lines: list[str] = []
    for name in sorted(found):
        if name.startswith("data/") and name.endswith(".json"):
            table = json.loads(found[name])
            left_out = (one["column"] for one in table["withheld"])
            lines.append(f"{name[5:-5]}{_withheld(left_out)}")
            lines += [line_of(row["values"]) + _told_beside(row) for row in table["rows"]]
    return "\n".join(lines) + "\n"


def _told_beside(row: dict) -> str:
    """Return what an answer leaves out of a row, and what stands in it without a ground."""
    by_standing: dict[str, list[str]] = {}
    for column, why in row["why"].items():
        by_standing.setdefault(why["standing"], []).append(column)
    by_standing.pop("held", None)
    standing = (f"  {how}: {', '.join(names)}" for how, names in sorted(by_standing.items()))
    return _withheld(row["withheld"]) + "".join(standing)


def _withheld(columns: Iterable[str]) -> str:
    named = ", ".join(sorted(columns))
    return f"  without {named}" if named else ""


def _findings(output: str, folder: Path) -> str:
    """Return place and code of each finding; how it is said is for other tests."""
    found = FINDING.findall(output.replace(f"{folder}/", ""))
    return "\n".join(f"{place}  {code}" for place, code in found) + "\n"


def planned(records: list[dict]) -> str:
    """Return the steps of a plan, a line each; children and parents in the plan's own order."""
    return "\n".join(_planned(record) for record in records) + "\n"


def _planned(record: dict) -> str:
    columns = ", ".join(record["columns"])
    rows = f"{record['rows']} row" + ("" if record["rows"] == 1 else "s")
    words = [f"{record['step']} {record['store']}.{record['table']}", f"({columns})", rows]
    if record["step"] == "AskHuman":
        return " ".join([words[0], rows, f"as {record['id']}"])
    if record["ground"]:
        words.append(f"for {record['ground']}")
    if record["over"]:
        words.append(f"over: {', '.join(record['over'])}")
    if record["until"]:
        words.append(f"until {record['until']}")
    return " ".join(words)
