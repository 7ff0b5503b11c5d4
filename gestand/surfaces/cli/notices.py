"""`gestand notices`: who must be told of what a request changed, and who was."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from gestand.core.letters import Written
from gestand.core.mail import Stage
from gestand.core.notices import (
    CONFIRM_WITHIN,
    CONFIRMED,
    DOUBT,
    EXEMPT,
    NOT_POSTED,
    SENT,
    Notice,
)
from gestand.core.policy.model import Policy
from gestand.errors import CannotRun
from gestand.settings import today
from gestand.surfaces.cli.edge import BRAKED, plainly
from gestand.surfaces.cli.mails_told import fate
from gestand.surfaces.cli.screen import flat
from gestand.wiring.handing import posting_to
from gestand.wiring.mailing import sender_of
from gestand.wiring.recording import keyring_in
from gestand.work.heads import Heads
from gestand.work.journal import Journal
from gestand.work.letter_items import data_in_words
from gestand.work.letters import as_text, letter
from gestand.work.notices import find, go_on_with, published
from gestand.work.notices_kept import notice_known, notices
from gestand.work.posting import post
from gestand.work.project import Project, load
from gestand.work.rights_kept import request_known
from gestand.work.sending import Outgoing, send

_ACTIONS = {
    "nl": {
        "rectification": "het oude gegeven door het nieuwe vervangen",
        "erasure": "deze gegevens wissen, met elke kopie en elke verwijzing",
        "restriction": "deze gegevens apart zetten en niet gebruiken tot u van ons hoort",
    },
    "en": {
        "rectification": "replace the old value by the new one",
        "erasure": "erase these data, with every copy and every link",
        "restriction": "set these data apart, and not use them until you hear from us",
    },
}


@click.command()
@click.argument("directory", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option("--request", "number", type=int, help="Find whom to tell of this request.")
@click.option(
    "--published", "place", metavar="PLACE",
    help="With --request: it was published there, e.g. `our site` or `search engines`.",
)
@click.option("--sent", type=int, metavar="NOTICE", help="This notice went out; `--how` says how.")
@click.option("--confirm", type=int, metavar="NOTICE", help="Whoever got it has confirmed it.")
@click.option(
    "--exempt", type=int, metavar="NOTICE",
    help="It is impossible, or a disproportionate effort; `--because` says why.",
)
@click.option("--how", default="", metavar="TEXT", help="With --sent: how it went out.")
@click.option("--because", default="", metavar="TEXT", help="With --exempt: why.")
@click.option(
    "--out", metavar="FOLDER", type=click.Path(path_type=Path, file_okay=False),
    help="Write a letter for each notice that was not sent to this folder.",
)
@click.option(
    "--mail", "mailed", type=int, metavar="NOTICE",
    help="Send this notice by mail, once; what is in doubt is not sent again.",
)
@click.option("--to", metavar="ADDRESS", help="With --mail: where it goes.")
@click.option(
    "--post", "posted", type=int, metavar="NOTICE",
    help="Post this notice to a program, signed and once; what is in doubt is not posted again.",
)
@click.option("--url", metavar="URL", help="With --post: where it goes, over HTTPS.")
@click.option(
    "--not-sent", type=int, metavar="NOTICE",
    help="It was in doubt, and you found out that it did not arrive: it may go once more.",
)
@click.option(
    "--lang", "language", metavar="LANGUAGE", help="With --out or --mail. Default: the first one."
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text",
    help="For people, or a record for machines.",
)
@plainly
def command(directory: Path, form: str, **typed: Any) -> None:
    """Tell recipients of a rectification, an erasure or a restriction (article 19 GDPR).

    Told are all who actually got data of the person, by the log of disclosures, and every
    processor; a processor is also told what a run removed at the end of its period. Ends with 1
    while a notice was neither sent nor exempted.
    """
    project = load(directory)
    policy, datamap = project.declared()
    records = datamap.records
    day = today(project.zone)
    with keyring_in(Heads.of(project.root, records), records) as keyring:
        language = typed["language"] or policy.controller.languages[0]
        if typed["mailed"] is not None:
            found = [_mailed(project, keyring.journal, (language, day), **typed)]
        elif typed["posted"] is not None or typed["url"]:
            found = [_posted(policy, keyring.journal, day, **typed)]
        else:
            found = [*_done(keyring.journal, policy, day, **typed)]
        if typed["out"] is not None:
            rights = _rights(keyring.journal, found)
            _write_letters(policy, found, (rights, language, day), typed["out"])
    if form == "json":
        click.echo(json.dumps([_record(one) for one in found], indent=1, ensure_ascii=False))
    else:
        click.echo("\n".join(map(_line, found)) or "There are no notices.")
    if any(one.is_open for one in found):
        sys.exit(BRAKED)


def _done(journal: Journal, policy: Policy, day: date, **typed: Any) -> Sequence[Notice]:
    told = [(SENT, "how"), (CONFIRMED, "how"), (EXEMPT, "because"), (NOT_POSTED, "how")]
    options = zip(("sent", "confirm", "exempt", "not_sent"), told, strict=True)
    named = [
        (typed[option], event, typed[said])
        for option, (event, said) in options if typed[option] is not None
    ]
    number = typed["number"]
    alone = typed["to"] or (number is None and typed["place"])
    if len(named) + (number is not None) > 1 or alone:
        message = "choose one: --request, --mail, --post, --sent, --not-sent, --confirm or --exempt"
        raise CannotRun(message)
    if named:
        notice, event, said = named[0]
        if event == SENT and not said.strip():
            message = "say how it went out: --how TEXT"
            raise CannotRun(message)
        return [go_on_with(journal, notice, event, said, day)]
    if number is None:
        return list(notices(journal.state).values())
    kept = request_known(journal.state, number)
    if typed["place"]:
        published(journal, kept, typed["place"], day)
    return find(journal, policy, kept, day)


def _write_letters(
    policy: Policy,
    found: Sequence[Notice],
    about: tuple[Mapping[int, str], str, date],
    out: Path,
) -> None:
    """Write a letter for each notice that was not sent, for its owner only; none is replaced."""
    rights, language, day = about
    for one in (each for each in found if each.may_go):
        written = _letter(policy, one, rights.get(one.request, ""), (language, day))
        path = out / f"notice-{one.number}.txt"
        try:
            out.mkdir(mode=0o700, exist_ok=True)
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as to:
                to.write(as_text(written).encode())
        except FileExistsError:
            continue
        except OSError as error:
            message = f"{path} cannot be written: {(error.strerror or 'no reason given').lower()}"
            raise CannotRun(message) from error
        click.echo(f"For {one.wanted.name}: {path}", err=True)


def _letter(policy: Policy, one: Notice, right: str, how: tuple[str, date]) -> Written:
    """Return the letter of a notice, in a language and as of a day."""
    language, day = how
    if language not in _ACTIONS:
        message = f"there are no letters in `{language}`; use one of {', '.join(_ACTIONS)}"
        raise CannotRun(message)
    if one.receipt:
        return letter(policy, language, "period over", {
            "case": f"{one.receipt} / {one.number}",
            "data": data_in_words(policy, language, one.wanted.categories),
            "until": (one.on or day).isoformat(),
            "reference": f"{one.number} / {one.receipt}",
            "confirm_by": (day + CONFIRM_WITHIN).isoformat(),
        })
    numbers = ", ".join(map(str, one.wanted.disclosures)) or "-"
    return letter(policy, language, "to recipient", {
        "case": str(one.request),
        "given": (one.on or day).isoformat(),
        "reference": f"{one.number} / {numbers}",
        "action": _ACTIONS[language][right],
        "confirm_by": (day + CONFIRM_WITHIN).isoformat(),
    })


def _mailed(
    project: Project, journal: Journal, spoken: tuple[str, date], **typed: Any
) -> Notice:
    """Send a notice by mail and record that it went out; where it did not, it stays open."""
    others = ("number", "place", "out", "sent", "confirm", "exempt", "posted", "not_sent")
    if typed["to"] is None or any(typed[name] is not None for name in others):
        message = "--mail NOTICE goes with --to ADDRESS, and alone"
        raise CannotRun(message)
    one = notice_known(journal.state, typed["mailed"])
    if project.policy is None or not one.may_go:
        message = f"notice {one.number}: it is `{one.stage}` already"
        raise CannotRun(message)
    right = _rights(journal, [one]).get(one.request, "")
    written = _letter(project.policy, one, right, spoken)
    once = f"notice {one.number}"
    going = Outgoing(one.request, "to recipient", typed["to"].strip(), written, once=once)
    sent = send(journal, sender_of(project), going)
    if sent.stage is not Stage.SENT:
        click.echo(fate(sent), err=True)
        return one
    return go_on_with(journal, one.number, SENT, f"mail, message {sent.row.number}", spoken[1])


def _rights(journal: Journal, found: Sequence[Notice]) -> dict[int, str]:
    """Return by the request of each notice for which right that was; none for those of a run."""
    numbers = {one.request for one in found if one.request}
    return {n: request_known(journal.state, n).request.right.value for n in numbers}


def _posted(policy: Policy, journal: Journal, day: date, **typed: Any) -> Notice:
    """Post a notice and tell what became of it; where it did not arrive, it stays open."""
    others = ("number", "place", "out", "sent", "confirm", "exempt", "to", "not_sent")
    if not typed["url"] or typed["posted"] is None or any(typed[n] is not None for n in others):
        message = "--post NOTICE goes with --url URL, and alone"
        raise CannotRun(message)
    one = notice_known(journal.state, typed["posted"])
    right = _rights(journal, [one]).get(one.request, "")
    told = {
        "notice": one.number,
        "controller": policy.controller.name,
        "action": _ACTS.get(right, "erase"),
        "disclosures": list(one.wanted.disclosures),
        "categories": list(one.wanted.categories),
        "period over on": one.on.isoformat() if one.receipt and one.on else None,
        "confirm by": (day + CONFIRM_WITHIN).isoformat(),
    }
    stands, fate_ = post(journal, one, told, day, posting_to(typed["url"]))
    if fate_.why:
        click.echo(f"Notice {one.number}: {fate_.why}.", err=True)
    return stands


_ACTS = {"rectification": "correct", "erasure": "erase", "restriction": "restrict"}


def _line(one: Notice) -> str:
    to = f"{flat(one.wanted.name)} ({one.wanted.why})"
    of = f"receipt {one.receipt}" if one.receipt else f"request {one.request}"
    begun = f"Notice {one.number} of {of} to {to}"
    got = f", disclosure {', '.join(map(str, one.wanted.disclosures))}"
    said = f": {flat(one.said)}" if one.said else ""
    stage = "NOT SENT, since" if one.may_go else f"{one.stage} on"
    if one.stage == DOUBT:
        said = f"; find out whether it arrived: --sent {one.number} or --not-sent {one.number}"
    data = f", {', '.join(one.wanted.categories)}" if one.wanted.categories else ""
    return f"{begun}{got if one.wanted.disclosures else data}: {stage} {one.on}{said}"


def _record(one: Notice) -> dict[str, Any]:
    return {
        "number": one.number,
        "request": one.request,
        "to": one.wanted.to,
        "name": one.wanted.name,
        "why": one.wanted.why,
        "disclosures": list(one.wanted.disclosures),
        "receipt": one.receipt,
        "categories": list(one.wanted.categories),
        "stage": one.stage,
        "on": one.on and one.on.isoformat(),
        "said": one.said,
    }
