"""`gestand suppress`: the list of addresses that are not used for direct marketing any more."""

from __future__ import annotations

import csv
import sys
from itertools import islice
from pathlib import Path

import click

from gestand.errors import CannotRun
from gestand.surfaces.cli.asking import standard_input
from gestand.surfaces.cli.edge import BRAKED, plainly
from gestand.wiring import open_company
from gestand.wiring.recording import journal_of
from gestand.work.company import Company
from gestand.work.sheets import shown_in_a_cell
from gestand.work.suppression import (
    Counted,
    every,
    keep_objections,
    look_up,
    release,
    sender_key,
    suppress,
    unsuppressed,
)

_WAYS = ("look-up", "add", "remove", "filter", "export", "objections", "sender-key")
_SHOWN = 10
"""Lines that are named, of those that hold no address."""


@click.command()
@click.argument("what", type=click.Choice(_WAYS))
@click.argument("directory", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--source", default="request", show_default=True, help="With `add`: how it became known."
)
@plainly
def command(what: str, directory: Path, source: str) -> None:
    """Keep the suppression list: who said no to direct marketing (GDPR article 21).

    `add` and `remove` read addresses from standard input, one for each line: e-mail addresses, and
    telephone numbers with their country. `filter` reads them too, and writes only those that may
    still be used. `look-up` reads one address and says whether it is listed, and since when.
    `objections` puts everybody on the list who objects to direct marketing now;
    `gestand apply` does that before rows go. `export` writes the list as digests: HMAC-SHA-256 of
    `email:` or `phone:` and the address in one form, with the key that `sender-key` prints. No
    address stands in it, and it survives an erasure.
    """
    company = open_company(directory)
    if what == "look-up":
        _look_up(company)
    elif what == "filter":
        for line in unsuppressed(company, standard_input()):
            click.echo(line)
    elif what == "export":
        _export(company)
    elif what == "sender-key":
        click.echo(sender_key(company.state))
    else:
        _change(company, what, source)


def _look_up(company: Company) -> None:
    addresses = [line for line in islice(standard_input(), 2) if line.strip()]
    if len(addresses) != 1:
        message = "standard input gives one address to look up"
        raise CannotRun(message)
    day = look_up(company, addresses[0])
    click.echo(f"yes, since {day}" if day else "no")


def _change(company: Company, what: str, source: str) -> None:
    with journal_of(company) as journal:
        if what == "objections":
            new = keep_objections(company, journal)
            click.echo(f"{_addresses(new)} put on the list.")
            return
        if what == "add":
            done = suppress(company, journal, standard_input(), source)
            verb, already = "put on the list", "on it already"
        else:
            done = release(company, journal, standard_input())
            verb, already = "taken off the list", "not on it"
    _tell(done, verb, already)


def _tell(done: Counted, verb: str, already: str) -> None:
    if not (done.new or done.known or done.odd):
        message = "standard input gave no address"
        raise CannotRun(message)
    rest = f", {done.known} {already}" if done.known else ""
    click.echo(f"{_addresses(done.new)} {verb}{rest}.")
    if done.odd:
        more = " and more" if len(done.odd) > _SHOWN else ""
        lines = ", ".join(map(str, done.odd[:_SHOWN])) + more
        click.echo(
            f"gestand: no address that is known in line {lines}; write an e-mail address, or a "
            "telephone number with its country, as `+31 50 000 0000`",
            err=True,
        )
        sys.exit(BRAKED)


def _addresses(number: int) -> str:
    return "1 address" if number == 1 else f"{number:,} addresses"


def _export(company: Company) -> None:
    writer = csv.writer(sys.stdout)
    writer.writerow(("digest", "kind", "since", "source"))
    for entry in every(company):
        writer.writerow(map(shown_in_a_cell, entry))
