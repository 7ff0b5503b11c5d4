"""A walk through the whole of Gestand on a fictional company, with the real commands.

Every line that starts with `$` is a command that the reader can repeat.
"""

from __future__ import annotations

import shlex
import shutil
import sys
from dataclasses import dataclass
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path
from subprocess import PIPE, Popen
from textwrap import wrap

import click

from gestand.demo.companies import HOSTING, Invented
from gestand.demo.house import LISTEN, OUTBOX, House, tokens
from gestand.errors import CannotRun

DIRECTORY = "gestand-demo"
_WIDE = 80


@dataclass(frozen=True)
class Tour:
    """The walk, in one directory, on one day."""

    directory: Path
    today: date
    company: Invented = HOSTING

    def build(self, people: int, seed: int) -> None:
        """Make the company: its declaration and four databases. A full directory is refused."""
        if self.directory.exists() and (
            not self.directory.is_dir() or any(self.directory.iterdir())
        ):
            message = f"{self.directory} is there already: name another directory, or remove it"
            raise CannotRun(message)
        _say(self.company.name.format(people))
        try:
            self.directory.mkdir(parents=True, exist_ok=True)
            self._declare()
            self.company.build(self.directory, people, seed, self.today)
        except OSError as error:
            message = f"{self.directory} cannot be written: {error.strerror}"
            raise CannotRun(message) from error
        click.echo(f"Its declaration is in {self.directory / 'privacy'}: a policy, a data map")
        *others, last = (f"{store}.db" for store in self.company.stores)
        stores = f"databases, nine years old, are {', '.join(others)} and {last}"
        stores = stores if others else f"database, nine years old, is {last}"
        told = f"and a statement. Its {stores}."
        click.echo("\n".join(wrap(told, _WIDE)))

    def walk(self) -> None:
        """Show the whole way: check, plan, brake, apply, publish; and where to look."""
        where, day = str(self.directory), ["--as-of", self.today.isoformat()]
        _say("Does the declaration hold, and does it cover every column of all databases?")
        _show(["check", where])
        _say("What is held, and what is held without a ground?")
        _show(["plan", where, *day])
        _say("A first run changes much. The brake stops it, and prints what releases it.")
        told = _show(["apply", where, *day, "--yes"])
        _say("It is what the statement promises, so we release the brake for exactly this plan.")
        _show([*_printed_command(told), "--yes"])
        _say("Once more: what is kept stays kept, so there is nothing left to do.")
        _show(["apply", where, *day, "--yes"])
        _say("The statement, in Dutch and English, from the same declaration.")
        _show(["publish", where, *day, "--out", str(self.directory / "statement")])
        self._tell_where_to_look()

    def open_house(self) -> None:
        """Show the website to whoever sits at this machine, until it is stopped."""
        house, made = House(self.directory, self.company), tokens()
        house.prepare()
        _say("The same in a browser: what visitors, customers and officers see")
        site, outbox = f"http://{LISTEN}", self.directory / OUTBOX
        customer, forms = house.a_customer(), self.company.forms.items()
        for line in (
            f"  the statement        {site}/nl  and  {site}/en",
            *(f"  {words:20} {site}/nl/formulier/{form}" for form, words in forms),
            f"  your own data        {site}/nl/mijn-gegevens  as  {customer}",
            "                       the code to sign in is shown below",
            f"  officers             {site}/nl/inloggen  with a token of this time:",
            f"    Mila Verzonnen     {made['GESTAND_OFFICER_MILA']}  officer",
            f"    Joris Bedacht      {made['GESTAND_OFFICER_JORIS']}  second decider",
            *([f"    Noor Denkbeeld     {made['GESTAND_OFFICER_NOOR']}  personnel"]
              if self.company.personnel else []),
            f"  letters that they send are files in {outbox}",
            "",
        ):
            click.echo(line)
        house.serve(made)

    def _declare(self) -> None:
        with as_file(files(self.company.package) / "privacy") as declaration:
            shutil.copytree(declaration, self.directory / "privacy")

    def _tell_where_to_look(self) -> None:
        _say("What happened")
        where = self.directory
        purpose, period, shorter = self.company.shorter
        for line in (
            "Rows and cells that no purpose needs any more are gone from all databases; what",
            "tax law or a running contract still needs has stayed, and only that. Rows that the",
            "rules cannot settle have stayed as well, and wait for a person (`asks` in the plan).",
            "",
            f"  the statement       {where / 'statement' / 'index.html'}",
            f"  what was done       gestand receipt 1 {where}",
            f"  what is promised    {where / 'privacy' / 'policy.yaml'}",
            "",
            f"Try it: in policy.yaml, change `{period}` under `{purpose}` to `{shorter}`, and run",
            "",
            f"  gestand plan {where}",
            f"  gestand publish {where} --draft --out {where / 'draft'}",
            "",
            "The sentence in both languages and what is removed have changed together.",
        ):
            click.echo(line)


def _show(arguments: list[str]) -> str:
    """Run a command as the reader would, show what it says, and return it."""
    click.echo(click.style(f"$ gestand {' '.join(arguments)}", bold=True))
    sys.stdout.flush()
    command = [sys.executable, "-X", "utf8", "-m", "gestand", *arguments]
    told: list[str] = []
    with Popen(command, stdout=PIPE, encoding="utf-8") as running:
        for line in running.stdout or ():
            click.echo(line, nl=False)
            told.append(line)
    if running.returncode > 1:
        message = f"the command above could not run (exit code {running.returncode})"
        raise CannotRun(message)
    return "".join(told)


def _printed_command(told: str) -> list[str]:
    """Return the words of the command that the brake printed, but for the first."""
    for line in reversed(told.splitlines()):
        if line.strip().startswith("gestand apply"):
            return shlex.split(line)[1:]
    message = "the brake printed no command: too few people for it to work"
    raise CannotRun(message)


def _say(text: str) -> None:
    click.echo()
    click.echo(click.style(text, fg="green"))
    click.echo()
