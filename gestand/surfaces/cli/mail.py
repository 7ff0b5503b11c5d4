"""`gestand mail`: the messages that went out and came in, and what a person says of them."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from gestand.core.mail import NEEDS_A_PERSON, Happens, Way
from gestand.core.policy.model import Policy
from gestand.core.rights_rules import Right
from gestand.errors import CannotRun
from gestand.settings import decider, today
from gestand.surfaces.cli.edge import BRAKED, plainly
from gestand.surfaces.cli.mails_told import line, whole
from gestand.surfaces.cli.moments import DAY
from gestand.wiring.mailing import mailbox_of
from gestand.wiring.recording import keyring_in
from gestand.work.heads import Heads
from gestand.work.intake import confirm, forget, poll, put_away
from gestand.work.keyring import Keyring
from gestand.work.mails import Mail, about_request, mail_known, mails, waiting_for_a_person
from gestand.work.mails_told import message_told
from gestand.work.old_mail import forget_old
from gestand.work.project import Project, load
from gestand.work.sealed_mail import words_of
from gestand.work.sending import settle

_SETTLES = {"sent": Happens.ARRIVED, "again": Happens.AGAIN}
_PUTS_AWAY = {"answered": Happens.SEEN, "drop": Happens.DROP}


@click.command()
@click.argument("directory", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option("--poll", "polling", is_flag=True, help="Take in what came in the mailbox.")
@click.option(
    "--from", "begin", type=DAY, metavar="DATE",
    help="With --poll: leave what was received before this day.",
)
@click.option("--request", type=int, help="List the messages about this request.")
@click.option("--number", type=int, help="The message to show, or to say something of.")
@click.option(
    "--confirm", is_flag=True,
    help="With --number: it asks for the rights that were recognised, or for those of --right.",
)
@click.option(
    "--right", "rights", multiple=True, type=click.Choice([right.value for right in Right]),
    help="With --confirm: what is asked, once for each right.",
)
@click.option("--answered", is_flag=True, help="With --number: somebody answered it; it is over.")
@click.option("--drop", is_flag=True, help="With --number: it is nothing for us.")
@click.option("--forget", is_flag=True, help="With --number: destroy the words of a request.")
@click.option("--sent", is_flag=True, help="With --number: a letter in doubt did arrive.")
@click.option(
    "--again", is_flag=True,
    help="With --number: a letter did not arrive, and may be sent again with `gestand send`.",
)
@click.option("--all", "every", is_flag=True, help="List those that need nobody as well.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text",
    help="For people, or a record for machines.",
)
@plainly
def command(directory: Path, form: str, **typed: Any) -> None:
    """Take in what came by mail, and list the messages that need a person.

    What surely asks for a right becomes a request with the day on which the mailbox received it;
    in doubt a person confirms. Ends with 1 while a message needs somebody. No letter is sent again
    by itself.
    """
    project = load(directory)
    policy, datamap = project.declared()
    day, records = today(project.zone), datamap.records
    with keyring_in(Heads.of(project.root, records), records) as keyring:
        if typed["polling"]:
            _poll(project, keyring, typed, form)
        forget_old(keyring, day)
        found = _done(keyring, policy, day, **typed)
        words = words_of(keyring, found[0]) if typed["number"] is not None else None
    if form == "json":
        told = [message_told(one, day, words) for one in found]
        click.echo(json.dumps(told, indent=1, ensure_ascii=False))
    elif typed["number"] is not None:
        click.echo("\n".join(whole(found[0], day, words)))
    else:
        told_of = "\n".join(line(one, day) for one in found)
        click.echo(told_of or "No message needs anybody.")
    if any(one.stage in NEEDS_A_PERSON for one in found):
        sys.exit(BRAKED)


def _poll(project: Project, keyring: Keyring, typed: dict[str, Any], form: str) -> None:
    if typed["number"] is not None:
        message = "--poll goes without --number"
        raise CannotRun(message)
    mailbox, how = mailbox_of(project)
    begin = typed["begin"]
    came = poll(keyring, mailbox, how, today(how.zone), begin)
    if form == "text":
        taken = sum(len(one.told.get("requests", ())) for one in came)
        click.echo(f"New messages: {len(came)}. New requests: {taken}.")


def _done(keyring: Keyring, policy: Policy, day: date, **typed: Any) -> list[Mail]:
    """Do what was typed, and return the messages to show."""
    number, state = typed["number"], keyring.journal.state
    says = [name for name in ("confirm", "forget", *_PUTS_AWAY, *_SETTLES) if typed[name]]
    if number is None:
        if says or typed["rights"]:
            message = "of which message? name it by `--number`"
            raise CannotRun(message)
        if typed["request"] is not None:
            return about_request(state, typed["request"])
        return mails(state) if typed["every"] else waiting_for_a_person(state)
    if len(says) > 1 or (typed["rights"] and says != ["confirm"]):
        message = "one thing at a time; --right goes with --confirm"
        raise CannotRun(message)
    seen = mail_known(state, number)
    if says == ["confirm"]:
        rights = [Right(name) for name in typed["rights"]]
        return [confirm(keyring, policy, seen, rights, day)]
    return [_said(keyring, seen, says[0]) if says else seen]


def _said(keyring: Keyring, seen: Mail, what: str) -> Mail:
    """Write down what a person says of a message, and return what it is now."""
    if what in _PUTS_AWAY:
        return put_away(keyring, seen, _PUTS_AWAY[what])
    if what == "forget":
        return forget(keyring, seen)
    if seen.way is not Way.OUT:
        message = f"message {seen.row.number} came in: --confirm, --answered or --drop"
        raise CannotRun(message)
    return settle(keyring.journal, seen, _SETTLES[what], decider())
