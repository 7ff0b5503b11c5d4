"""`gestand init`: a first policy, data map and statement for a database that nobody described."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from textwrap import fill

import click

from gestand.core.counting import counted
from gestand.core.datamap.check import holds_password
from gestand.core.discovery.draft import is_address
from gestand.core.discovery.following import FOLLOWS
from gestand.core.discovery.questions import (
    EACH,
    NO,
    Kind,
    Question,
    numbered,
    people_named,
    shown,
)
from gestand.core.discovery.sectors import SECTORS
from gestand.core.proposals import Proposal
from gestand.errors import CannotRun
from gestand.settings import today
from gestand.surfaces.cli.edge import BRAKED, plainly
from gestand.wiring import open_stranger
from gestand.work.answers_kept import Answers
from gestand.work.first_draft import (
    Asked,
    Drafted,
    Seen,
    draft_of,
    first_questions,
    look,
    name_of,
    named_people,
    open_questions,
    people_besides,
    refuse_to_overwrite,
    write_draft,
)
from gestand.work.project import left_open

_WIDE = 100
_NAME, _CONTACT = "organisation", "contact"
"""Under which names it is kept whose policy it is, beside the questions."""
_SHOWN = 12
"""Lines that are listed at the end; `--left` lists all."""


@click.command()
@click.option("--url", help="The database, as in a data map; `${NAME}` stands for a secret.")
@click.option(
    "--into",
    metavar="FOLDER",
    default=".",
    type=click.Path(path_type=Path),
    help="The folder in which `privacy/` is made. Default: here.",
)
@click.option(
    "--sector",
    type=click.Choice([name for name in SECTORS if name]),
    help="Look for what organisations of this sector commonly hold data for.",
)
@click.option(
    "--samples",
    metavar="N",
    default=50,
    show_default=True,
    type=click.IntRange(0, 500),
    help="Look at so many values of each column; 0 looks at none. No value is kept or shown.",
)
@click.option(
    "--language",
    "languages",
    multiple=True,
    type=click.Choice(["nl", "en"]),
    help="A language of the statement; may be given twice. Default: both.",
)
@click.option("--zone", default="Europe/Amsterdam", show_default=True, help="Your time zone.")
@click.option("--name", default="", help="The name of your organisation.")
@click.option("--contact", default="", metavar="ADDRESS", help="Where people reach it, by mail.")
@click.option(
    "--ask",
    is_flag=True,
    help="Ask what is doubtful, question by question. Answers are kept: stop with `q`, and the "
    "same command goes on.",
)
@click.option(
    "--people",
    "people",
    multiple=True,
    metavar="TABLE",
    help="A table of which each row is a person; may be given several times. It is kept as an "
    "answer.",
)
@click.option("--left", is_flag=True, help="Only list the lines that still wait for a person.")
@plainly
def command(
    url: str | None,
    into: Path,
    sector: str | None,
    samples: int,
    languages: tuple[str, ...],
    zone: str,
    name: str,
    contact: str,
    ask: bool,
    people: tuple[str, ...],
    left: bool,
) -> None:
    """Propose a policy, a data map and a statement for a database, from what stands in it.

    The database is only read. What is proposed and not certain ends in a mark, `# ?` with the
    reason: a person looks at the line and takes the mark out. While one is left, `gestand apply`
    removes nothing. Ends with 0 when `gestand check` finds nothing in the draft, 1 when it does, 2
    when the database could not be read or a file not be written.
    """
    if left:
        _tell_left(left_open(into), every=True)
        return
    if url is None:
        message = "name the database: `gestand init --url sqlite:///shop.db`"
        raise CannotRun(message)
    if holds_password(url):
        message = "a password stands in the url: write `${NAME}` there and set that variable"
        raise CannotRun(message)
    if contact and not is_address(contact):
        message = "`--contact` is no mail address, as privacy@example.org"
        raise CannotRun(message)
    refuse_to_overwrite(into)
    asked = Asked(
        url, Path(), into, sector or "", languages or ("nl", "en"), samples, zone,
        today(zone).isoformat(), name, contact,
    )  # fmt: skip
    store, answers = name_of(url), Answers.kept_in(into)
    seen = look(open_stranger(store, url, asked.base), samples, _Progress().looked_at)
    answers.keep(named_people(seen, people))
    if ask:
        asking = Asking(answers)
        asked = asking.who(asked)
        asking.about(asked, store, seen)
    drafted = draft_of(asked, store, seen, answers.given)
    for path in write_draft(into, drafted):
        click.echo(f"written: {path}")
    _tell(drafted)
    if ask:
        click.echo(f"{counted(asking.count, 'answer')}")
    _tell_left(left_open(into), every=False)
    if drafted.findings:
        sys.exit(BRAKED)


@dataclass
class _Progress:
    """Tells beside what is asked for how many tables were looked at, where there are many."""

    count: int = 0

    def looked_at(self, _table: str) -> None:
        """Count one table."""
        self.count += 1
        if self.count % 50 == 0:
            click.echo(f"looked at {self.count} tables", err=True)


@dataclass
class Asking:
    """A person at a terminal who is asked what is doubtful; `count` is how often they answered."""

    answers: Answers
    count: int = 0
    asked: dict[str, str] = field(default_factory=dict)

    def who(self, asked: Asked) -> Asked:
        """Ask whose policy it is, once: what was typed is kept with the answers."""
        given = self.answers.given
        if given:
            click.echo(f"{counted(len(given), 'answer')} kept from before: the rest is asked.")
        name = asked.name or given.get(_NAME) or self._typed("The name of your organisation")
        contact = asked.contact or given.get(_CONTACT, "")
        while not contact:
            typed = self._typed("The mail address at which people reach it")
            contact = typed if is_address(typed) else ""
            if not typed:
                break
        told = {_NAME: "" if asked.name else name, _CONTACT: "" if asked.contact else contact}
        self.answers.keep({what: text for what, text in told.items() if text})
        return replace(asked, name=name, contact=contact)

    def about(self, asked: Asked, store: str, seen: Seen) -> None:
        """Ask what is doubtful: what most hangs on comes first, and the draft follows from that."""
        given = self.answers.given
        self.all(first_questions(seen, given))
        self.besides(people_besides(seen, given), seen)
        # What was answered may bring another proposal, which is asked about as well.
        for _ in range(3):
            made = draft_of(asked, store, seen, given)
            self.all(open_questions(made, {**self.asked, **given}))

    def besides(self, question: Question | None, seen: Seen) -> None:
        """Ask which other tables hold people, and keep each of them as an answer of its own."""
        if question is None or question.name in self.answers.given:
            return  # the numbers of then may be of other tables now; each is an answer of its own
        self.all([question])
        named = people_named(question, self.answers.given.get(question.name, NO))
        self.answers.keep(named_people(seen, named))

    def all(self, questions: Sequence[Question]) -> None:
        """Ask each question that was not answered before; nothing typed leaves its marks."""
        left = [each for each in questions if each.name not in self.answers.given]
        for number, question in enumerate(left, 1):
            self.asked[question.name] = ""
            told = f"{question.text} ({counted(question.settles, 'line')})"
            click.echo(f"\n{fill(told, _WIDE)}")
            if question.about:
                click.echo(_lines(_about(question)))
            answer = self._answer(f"[{number}/{len(left)}] {question.can_be}", question)
            if wrong := question.wrong_of(answer):
                self._but(question, wrong)
                answer = EACH
            elif answer == EACH:
                self.all(question.each())
            if answer:
                self.answers.keep(question.given(answer))

    def _but(self, question: Question, wrong: frozenset[int]) -> None:
        """Answer all of a question alike but some: ask what these hold, where they may hold more.
        """
        each = list(enumerate(question.each(), 1))
        said = {one.name: question.of_numbers if n in wrong else question.rest for n, one in each}
        self.answers.keep({name: answer for name, answer in said.items() if answer})
        self.all([one for number, one in each if number in wrong and not question.of_numbers])

    def _answer(self, prompt: str, question: Question) -> str:
        while True:
            answer = self._typed(prompt)
            if not answer or question.takes(answer):
                return answer
            told = f"`{answer}` is no answer here: {question.can_be}"
            told = f"What may be answered: {question.can_be}" if answer == "?" else told
            told = f"{told}; Enter leaves it for later, and q stops until another time."
            click.echo(_lines(told))
            click.echo(_lines(FOLLOWS[question.kind]))
            if question.words:
                click.echo(_lines(f"What they may hold: {', '.join(question.words)}"))

    def _typed(self, prompt: str) -> str:
        typed: str = click.prompt(prompt, default="", show_default=False).strip()
        if typed == "q":
            message = "stopped: what was answered is kept, and the same command goes on"
            raise CannotRun(message)
        self.count += bool(typed)
        return typed


def _about(question: Question) -> str:
    """Return what a question is about: with numbers where these can be answered, else in short."""
    numbers = question.splits or question.kind is Kind.WHICH
    return numbered(question.about) if numbers else shown(question.about)


def _lines(text: str) -> str:
    """Return a text in lines of which none breaks a name."""
    return fill(
        text, _WIDE, initial_indent="  ", subsequent_indent="  ", break_long_words=False,
        break_on_hyphens=False,
    )


def _tell(drafted: Drafted) -> None:
    tables = list(drafted.draft.tables.values())
    apart = [table for table in tables if table.apart is not None]
    missed = [table for table in apart if table.apart and table.apart.said.startswith("NOT")]
    columns = sum(len(table.columns) for table in tables)
    click.echo(
        f"{counted(len(tables), 'table')}: {len(tables) - len(apart)} mapped with "
        f"{counted(columns, 'column')}, {len(apart) - len(missed)} not personal, "
        f"{len(missed)} not mapped yet"
    )
    if drafted.unread:
        helps = " Let somebody who may run this, and begin anew:" if drafted.allows else ""
        click.echo(_lines(f"No value of {counted(len(drafted.unread), 'table')} was looked at, as "
                          "this user may not read them; they were judged by names alone."
                          f"{helps}"))  # fmt: skip
        click.echo(f"    {drafted.allows};" if drafted.allows else "")
    if drafted.cause is not None:
        click.echo("\nNEXT TO NOTHING COULD BE MAPPED")
        click.echo(_lines(f"Why: {drafted.cause.why}."))
        click.echo(_lines(f"What now: {drafted.cause.what}. A draft is written over nothing: give "
                          "another folder with `--into`.\n"))  # fmt: skip
    elif likely := [hub for hub in drafted.hubs if hub.likely]:
        named = ", ".join(f"`{hub.table}`" for hub in likely)
        click.echo(_lines(f"May hold people as well: {named}. If so, begin anew with `--people`."))
    for finding in drafted.findings:
        click.echo(f"{finding}", err=True)


def _tell_left(left: tuple[Proposal, ...], *, every: bool) -> None:
    if not left:
        click.echo("no line waits for a person")
        return
    click.echo(f"{counted(len(left), 'line')} to look at:")
    for proposal in left if every else left[:_SHOWN]:
        click.echo(f"  {proposal}")
    if not every and len(left) > _SHOWN:
        click.echo(f"  ... {len(left) - _SHOWN} more: `gestand init --left` lists them")
