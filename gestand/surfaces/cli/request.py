"""`gestand request`: what people ask about their data, step by step, and when it is due."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from gestand.core.facts import Person
from gestand.core.request import ALONE, METHODS, REASONS, Outcome, What
from gestand.core.rights_rules import Right, Terms
from gestand.errors import CannotRun
from gestand.settings import now, today
from gestand.surfaces.cli.asking import NOT_TO_BE_TOLD, Asked, request
from gestand.surfaces.cli.edge import BRAKED, plainly
from gestand.surfaces.cli.fulfilling import Fulfilling, fulfilled
from gestand.surfaces.cli.moments import DAY
from gestand.surfaces.cli.queued import carry_out_all, folder_of, hand_to_workers
from gestand.surfaces.cli.requests_told import EVENTS, Shown, calendar, line, lines, record
from gestand.surfaces.cli.two_people import refuse_unnamed
from gestand.wiring import open_company
from gestand.wiring.recording import keyring_in
from gestand.wiring.tracing import trace
from gestand.work.fulfil import begun
from gestand.work.heads import Heads
from gestand.work.keyring import Keyring
from gestand.work.open_requests import AllTerms, Open, open_requests
from gestand.work.orders import held_by_digest
from gestand.work.project import Project, load
from gestand.work.request_steps import (
    Wanted,
    asks_stores,
    categories_named,
    purposes_named,
    step_of,
)
from gestand.work.rights import CHANNELS, New, Step, carry_on, take_in, words
from gestand.work.rights_apart import look_in_stores
from gestand.work.rights_kept import Kept, request_known, requests

_SAID = ("method", "reason", "item", "outcome", "ground", "until", "because", "how", "to")
_CAME = frozenset({What.COMPLAIN})
"""What may have come in on an earlier day: `--received` says on which."""

_BELONGS = ("doing", "rights", "person", "fulfil", "purposes", "categories", "correct")
"""What says something of a request, so that it must be known of which."""


@click.command()
@click.argument("directory", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option("--new", is_flag=True, help="Write down what came in.")
@click.option(
    "--received", type=DAY, metavar="DATE",
    help="With --new or `--do complain`: when. Default: today.",
)
@click.option(
    "--channel", type=click.Choice(CHANNELS), default="mail", show_default=True,
    help="With --new: how it came.",
)
@click.option(
    "--right", "rights", multiple=True, type=click.Choice([right.value for right in Right]),
    help="With --new: what is asked, once for each right; each becomes a request of its own.",
)
@click.option(
    "--purpose", "purposes", multiple=True, metavar="NAME",
    help="With --new: to what somebody objects, or withdraws consent. Default: to every purpose "
    "that rests on an interest, or on consent. May be given more than once.",
)
@click.option(
    "--category", "categories", multiple=True, metavar="NAME",
    help="With --new of an erasure: what is asked to go, and nothing else. Default: everything. "
    "May be given more than once.",
)
@click.option(
    "--person", metavar="KIND:KEY",
    help="Who asks, with --new, `--do settle-identity` or --fulfil; `KIND:-` reads an identifier "
    "from standard input.",
)
@click.option("--number", type=int, help="The request to show, or to go on with.")
@click.option("--do", "doing", type=click.Choice(EVENTS), help="What happens to it.")
@click.option(
    "--method", type=click.Choice(list(METHODS)), help="How identity is asked, or was settled."
)
@click.option("--reason", type=click.Choice(list(REASONS)), help="Why it is extended.")
@click.option("--item", default="", metavar="NAME", help="A category, `everything` or `the rest`.")
@click.option(
    "--outcome", type=click.Choice([outcome.value for outcome in Outcome]),
    help="What is decided on the item.",
)
@click.option("--ground", default="", metavar="CODE", help="By which ground less is given.")
@click.option("--until", type=DAY, metavar="DATE", help="Until when an item is kept.")
@click.option("--because", default="", metavar="TEXT", help="Why, in words for the person.")
@click.option("--how", default="", metavar="TEXT", help="How the answer went out.")
@click.option(
    "--to", default="", metavar="TEXT",
    help="The customer to whom it was forwarded, or the controller who gets data.",
)
@click.option(
    "--fulfil", is_flag=True,
    help="Carry it out: write the answer of an access request, or erase. Needs `--person`.",
)
@click.option(
    "--out", metavar="FILE", type=click.Path(path_type=Path),
    help="With --fulfil: where the answer goes, a zip archive that only its owner can read.",
)
@click.option(
    "--queue", type=click.File(encoding="utf-8"), metavar="FILE",
    help="With --fulfil: carry out every request of a list, each line `NUMBER KIND:KEY`; `-` reads "
    "standard input. --out is then a folder. Several programs may have the same list.",
)
@click.option(
    "--cluster", is_flag=True,
    help="With --queue: hand the list to every `gestand worker`, and carry out nothing here.",
)
@click.option("--lang", "language", metavar="LANGUAGE", help="With --out: the person's language.")
@click.option("--force", is_flag=True, help="With --out: replace a file that is there already.")
@click.option("--yes", is_flag=True, help="With --fulfil: do not ask before something is erased.")
@click.option(
    "--correct", multiple=True, metavar="CATEGORY",
    help="With --fulfil of a rectification: what is corrected, as `email` or `address:street`; the "
    "new value is read from standard input. May be given more than once.",
)
@click.option(
    "--url", metavar="URL",
    help="With --fulfil of a portability: hand it over to the controller at this address, named by "
    "`--to`; the token it gave you is in GESTAND_HAND_OVER_TOKEN.",
)
@click.option("--key", metavar="HEX", help="With --url: the public key that signs its receipt.")
@click.option("--all", "every", is_flag=True, help="List those that came to an end as well.")
@click.option(
    "--page", type=click.IntRange(1), metavar="N",
    help="Which 100 of the open ones, of those that press most the first. Default: the first; "
    "all of them with --ical and `--format json`.",
)
@click.option("--ical", is_flag=True, help="Write the days due as a calendar (RFC 5545).")
@click.option("--country", default="nl", metavar="CODE", help="Whose holidays count. Default: nl.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text",
    help="For people, or a record for machines.",
)
@plainly
def command(directory: Path, form: str, **typed: Any) -> None:
    """Write down what a person asks about their data, carry it on, or list what is open.

    GESTAND_USER, or the user of this machine, is who you are: whoever decides on a refusal may not
    confirm it. Ends with 1 while a request is overdue, must be extended or finished today, or has
    effect at once and was not carried out.
    """
    trace()
    project = load(directory)
    policy, datamap = project.declared()
    day, records = today(project.zone), datamap.records
    terms = AllTerms(project, project.zone, typed["country"])
    with keyring_in(Heads.of(project.root, records), records) as keyring:
        if typed["queue"] is not None or typed["cluster"]:
            _carry_out_queue(keyring, directory, terms, typed)
            return
        done = _done(project, keyring, (directory, terms, day), **typed)
        listed = None if done is not None else open_requests(keyring.journal.state, terms, day)
        if listed is not None:
            done = _listed(listed, keyring, form, **typed)
        waiting = begun(keyring.journal.state)
        found = [
            Shown.of(kept, terms.on(kept.request.clock_from), day, waiting) for kept in done or ()
        ]
        whole = typed["number"] is not None
        said = {
            (one.kept.row.number, event.version): words(keyring, event)
            for one in found if whole
            for event in one.kept.events
        }
        state = keyring.journal.state
        people = {one.kept.row.number: one.kept.row.person for one in found if whole}
        secret = {n: held_by_digest(state, [who] if who else [], day) for n, who in people.items()}
        uid = keyring.journal.state.digest("calendar of requests")[:16]
    by_version = {version: told for (_, version), told in said.items()}
    if typed["ical"]:
        click.echo(calendar(policy.controller.name, found, uid, now()), nl=False)
    elif form == "json":
        told = [record(one, by_version) for one in found]
        click.echo(json.dumps(told, indent=1, ensure_ascii=False))
    elif whole:
        click.echo("\n".join(text for one in found for text in lines(one, by_version)))
        for hold in (hold for holds in secret.values() for hold in holds):
            click.echo(NOT_TO_BE_TOLD.format(hold.number))
    else:
        click.echo("\n".join(map(line, found)) or "There are no open requests.")
        if listed is not None and not typed["every"]:
            _tell_others(listed, typed["page"])
    some = any(one.stand.alarm.is_pressing for one in found)
    if some or (listed is not None and listed.is_pressing):
        sys.exit(BRAKED)


def _carry_out_queue(
    keyring: Keyring, directory: Path, terms: AllTerms, typed: dict[str, Any]
) -> None:
    if typed["queue"] is None:
        message = "--cluster goes with --queue: it hands a list to the workers"
        raise CannotRun(message)
    if not typed["fulfil"] or not typed["yes"] or typed["number"] is not None:
        message = "--queue goes with --fulfil and --yes, and names the requests: no --number"
        raise CannotRun(message)
    acts = Fulfilling(directory, None, folder_of(typed["out"]), typed["language"], True, True)
    if typed["cluster"]:
        hand_to_workers(keyring, acts, typed["country"], typed["queue"])
    elif not carry_out_all(keyring, acts, terms, typed["queue"]):
        sys.exit(BRAKED)


def _listed(listed: Open, keyring: Keyring, form: str, **typed: Any) -> list[Kept]:
    """Return the requests that are listed; to machines all, unless a page is named."""
    if typed["every"]:
        return list(requests(keyring.journal.state).values())
    if typed["page"] is None and (typed["ical"] or form == "json"):
        return listed.all()
    return listed.page(typed["page"] or 1)


def _tell_others(listed: Open, page: int | None) -> None:
    if listed.pages < 2:
        return
    shown = page or 1
    rest = f"; the next: --page {shown + 1}" if shown < listed.pages else ""
    click.echo(
        f"Page {shown} of {listed.pages}: {listed.number} are open, {listed.overdue} of them "
        f"overdue, and what presses most comes first{rest}."
    )


def _done(
    project: Project, keyring: Keyring, where: tuple[Path, AllTerms, date], **typed: Any
) -> list[Kept] | None:
    """Do what was typed, and return the requests to show; None where they are to be listed."""
    directory, every, day = where
    number, doing = typed["number"], typed["doing"]
    if typed["new"]:
        if number is not None or doing or typed["fulfil"]:
            message = "a request is written down first; the rest follows by `--number`"
            raise CannotRun(message)
        received = typed["received"] or day
        rights = [Right(name) for name in typed["rights"]]
        every.on(received).clock.days.check(received)
        who = _person(directory, typed["person"])
        about = purposes_named(project, rights, typed["purposes"])
        only = categories_named(project, rights, typed["categories"])
        return take_in(keyring, New(received, typed["channel"], rights, who, about, only), day)
    if number is None:
        if any(typed[n] for n in _BELONGS):
            message = "which request? name it by `--number`, or write one down with `--new`"
            raise CannotRun(message)
        return None
    seen = request_known(keyring.journal.state, number)
    terms = every.on(seen.request.clock_from)
    if typed["fulfil"]:
        if doing:
            message = "--fulfil carries it out, and goes without --do"
            raise CannotRun(message)
        how = ("person", "out", "language", "force", "yes", "correct", "to", "url", "key")
        acts = Fulfilling(directory, *(typed[name] for name in how))
        return [fulfilled(keyring, seen, acts, terms)]
    if doing is None:
        _refuse_without_event(typed)
        return [seen]
    step = _step(project, keyring, directory, seen, (day, terms), typed)
    return [carry_on(keyring, seen, step)]


def _refuse_without_event(typed: dict[str, Any]) -> None:
    if any(typed[name] for name in (*_SAID, "person", "correct")):
        message = f"what happens to it? `--do` with one of {', '.join(EVENTS)}"
        raise CannotRun(message)


def _step(
    project: Project, keyring: Keyring, directory: Path, seen: Kept, when: tuple[date, Terms],
    typed: dict[str, Any],
) -> Step:  # fmt: skip
    what, (day, terms) = What(typed["doing"]), when
    if what not in ALONE - {What.ASK_IDENTITY}:
        refuse_unnamed(project)
    said = {name: str(typed[name]) for name in _SAID if typed[name]}
    if typed["received"]:
        if what not in _CAME:
            message = "--received goes with --new or `--do complain`"
            raise CannotRun(message)
        said["received"] = typed["received"].isoformat()
    person = None
    if typed["person"]:
        if what is not What.SETTLE_IDENTITY:
            message = "--person goes with --new or `--do settle-identity`"
            raise CannotRun(message)
        person = _person(directory, typed["person"])
    asks = asks_stores(seen, what)
    how = (day, terms, look_in_stores(open_company(directory), seen, day) if asks else None)
    return step_of(project, keyring, seen, Wanted(what, said, person), how)


def _person(directory: Path, text: str | None) -> Person | None:
    if text is None:
        return None
    return request(open_company(directory), Asked(None, (text,), erase=False)).people[0]
