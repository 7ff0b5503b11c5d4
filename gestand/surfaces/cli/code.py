"""`gestand code`: a code to the address on file, and who asks settled by it."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from gestand.core.codes import Code, standing
from gestand.core.mail import Stage
from gestand.core.request import What
from gestand.core.rights_rules import Terms
from gestand.errors import CannotRun
from gestand.settings import now, today
from gestand.surfaces.cli.asking import Asked, request, typed
from gestand.surfaces.cli.edge import BRAKED, plainly
from gestand.surfaces.cli.mails_told import fate
from gestand.wiring import open_company
from gestand.wiring.mailing import sender_of
from gestand.wiring.recording import keyring_in
from gestand.work.due import promised_by, the_clock
from gestand.work.heads import Heads
from gestand.work.identity_codes import Made, check, codes_of, make, sent
from gestand.work.keyring import Keyring
from gestand.work.letters import letter
from gestand.work.mails import Mail
from gestand.work.project import Project, load
from gestand.work.rights import Step, the_rules
from gestand.work.rights_kept import Kept, request_known
from gestand.work.sending import Outgoing, send


@click.command()
@click.argument("directory", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option("--request", "number", type=int, required=True, help="The request it is about.")
@click.option(
    "--person", metavar="KIND:KEY",
    help="Send a code to the address that is on file of this person; `KIND:-` reads an identifier "
    "from standard input.",
)
@click.option(
    "--check", "checking", is_flag=True,
    help="Read the code that came back from standard input; the right one settles who asks.",
)
@click.option(
    "--page", metavar="URL", help="With --person: the page of `gestand web` on which they type it, "
    "as https://privacy.example.com/nl/code. Default: they send it to the contact of the policy.",
)
@click.option("--lang", "language", metavar="LANGUAGE", help="Default: the policy's first.")
@click.option("--country", default="nl", metavar="CODE", help="Whose holidays count. Default: nl.")
@plainly
def command(directory: Path, number: int, **asked: Any) -> None:
    """Find out who asks by a code, which goes to the address on file and to no other.

    Neither the code nor the address is shown. A code counts once, for 24 hours, until a newer one
    is made or five wrong ones were typed; three are made in a day. Ends with 1 where a code was
    not sent or is wrong.
    """
    project = load(directory)
    _, datamap = project.declared()
    if asked["person"] and asked["checking"]:
        message = "a code is sent with --person, or checked with --check"
        raise CannotRun(message)
    zone, records = project.zone, datamap.records
    with keyring_in(Heads.of(project.root, records), records) as keyring:
        kept = request_known(keyring.journal.state, number)
        if asked["person"]:
            _send(project, directory, keyring, kept, asked)
        elif asked["checking"]:
            promised = promised_by(project, kept.request.clock_from)
            terms = Terms(the_rules(), the_clock(asked["country"].lower()), zone, promised)
            step = Step(What.SETTLE_IDENTITY, {}, today(zone), terms)
            check(keyring, kept, typed("Code"), step)
            click.echo(f"Request {number}: it is settled who asks.")
        else:
            _tell(codes_of(keyring.journal.state, number), zone)


def _send(
    project: Project, directory: Path, keyring: Keyring, kept: Kept, asked: dict[str, Any]
) -> None:
    policy, journal = project.policy, keyring.journal
    if policy is None:
        return
    sender, company = sender_of(project), open_company(directory)
    person = request(company, Asked(None, (asked["person"],), erase=False)).people[0]
    made = make(keyring, company, kept, person)

    def go() -> Mail:
        language = asked["language"] or policy.controller.languages[0]
        until = _local(made.until, policy.controller.known_zone)
        where = asked["page"] or policy.controller.email
        given = {
            "case": str(kept.row.number), "code": _spaced(made), "until": until, "where": where,
        }  # fmt: skip
        written = letter(policy, language, "identity code", given)
        matter = f"identity code {made.number}"
        return send(journal, sender, Outgoing(kept.row.number, matter, made.address, written))

    mail = sent(journal, made, go)
    click.echo(fate(mail))
    if mail.stage is not Stage.SENT:
        sys.exit(BRAKED)


def _spaced(made: Made) -> str:
    return f"{made.text[:5]} {made.text[5:]}"


def _local(moment: datetime, zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


def _tell(codes: list[Code], zone: str) -> None:
    counts = standing(codes, now())
    for one in codes:
        ended = "counts" if one == counts else one.ended or "counts no more"
        made = _local(one.made, zone)
        click.echo(f"Code {one.number}, made {made}: {ended}; wrong ones: {one.wrong}")
    if not codes:
        click.echo("No code was made for this request.")
