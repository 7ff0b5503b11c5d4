"""`gestand notices`: who must be told of what a request changed, and who was."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from gestand.core.mail import Stage
from gestand.core.notices import (
    CONFIRMED,
    DOUBT,
    ENDED,
    EXEMPT,
    GOT,
    NOT_POSTED,
    SENT,
    Notice,
)
from gestand.core.policy.model import Policy, ToldAt
from gestand.errors import CannotRun
from gestand.settings import today
from gestand.surfaces.cli.asking import typed as read_typed
from gestand.surfaces.cli.edge import BRAKED, plainly
from gestand.surfaces.cli.mails_told import fate
from gestand.surfaces.cli.screen import flat
from gestand.wiring.handing import posting_to
from gestand.wiring.mailing import sender_of
from gestand.wiring.recording import keyring_in
from gestand.work.heads import Heads
from gestand.work.journal import Journal
from gestand.work.letters import as_text
from gestand.work.notice_words import About, letter_of, posted
from gestand.work.notices import find, go_on_with, published
from gestand.work.notices_kept import notice_known, notices
from gestand.work.posting import Program, confirm_signed, post
from gestand.work.project import Project, load
from gestand.work.registers_told import notice_told
from gestand.work.rights_kept import request_known
from gestand.work.sending import Outgoing, send
from gestand.work.state import State


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
@click.option(
    "--to", metavar="ADDRESS",
    help="With --mail: where it goes. Default: what `notices:` of the recipient says.",
)
@click.option(
    "--post", "posted", type=int, metavar="NOTICE",
    help="Post this notice to a program, signed and once; what is in doubt is not posted again.",
)
@click.option(
    "--url", metavar="URL",
    help="With --post: where it goes, over HTTPS. Default: what `notices:` of the recipient says.",
)
@click.option(
    "--send", is_flag=True,
    help="Send each notice that needs no more words of yours, once, to the places of the policy.",
)
@click.option(
    "--known-as", "known", metavar="TEXT",
    help="With --mail, --post or --out: by which number they know the person, or where it was "
    "published; `-` reads it from standard input. It is not kept.",
)
@click.option(
    "--signature", metavar="HEX",
    help="With --confirm: what their program signed it with, checked with the key of the policy.",
)
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
        about, journal = About(language, day, _known(typed)), keyring.journal
        _refuse_together(typed)
        if typed["mailed"] is not None:
            found = [_mailed(project, journal, about, typed)]
        elif typed["posted"] is not None:
            found = [_posted(policy, journal, about, typed)]
        elif typed["send"]:
            found = _sent_all(project, journal, about)
        else:
            found = [*_done(project, journal, day, **typed)]
        if typed["out"] is not None:
            _write_letters(journal.state, policy, (found, about), typed["out"])
    if form == "json":
        click.echo(json.dumps([notice_told(one) for one in found], indent=1, ensure_ascii=False))
    else:
        click.echo("\n".join(map(_line, found)) or "There are no notices.")
    if any(one.is_open for one in found):
        sys.exit(BRAKED)


def _done(project: Project, journal: Journal, day: date, **typed: Any) -> Sequence[Notice]:
    told = [(SENT, "how"), (CONFIRMED, "how"), (EXEMPT, "because"), (NOT_POSTED, "how")]
    options = zip(("sent", "confirm", "exempt", "not_sent"), told, strict=True)
    named = [
        (typed[option], event, typed[said])
        for option, (event, said) in options if typed[option] is not None
    ]
    number = typed["number"]
    if typed["signature"]:
        one = notice_known(journal.state, typed["confirm"])
        key = _told_at(project.declared()[0], one).key
        return [confirm_signed(journal, one, key, typed["signature"], day)]
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
    return find(journal, project.declared(), kept, day)


def _known(typed: dict[str, Any]) -> str:
    """Return by what the other side knows the person, from standard input where it says `-`."""
    known = str(typed["known"] or "").strip()
    if known == "-":
        return read_typed("By what they know the person")
    if "@" in known:
        message = "give an e-mail address on standard input: `--known-as -`"
        raise CannotRun(message)
    return known


_ALONE = ("number", "mailed", "posted", "sent", "confirm", "exempt", "not_sent", "send")
_GOES_WITH = (("to", "mailed", "--to"), ("url", "posted", "--url"), ("place", "number",
              "--published"), ("signature", "confirm", "--signature"))  # fmt: skip


def _refuse_together(typed: dict[str, Any]) -> None:
    """Refuse to do two things at once, and what goes with something that was not named."""
    named = [name for name in _ALONE if typed[name] not in (None, False)]
    if len(named) > 1 or any(typed[one] and typed[of] is None for one, of, _ in _GOES_WITH):
        message = (
            "choose one: --request, --mail, --post, --send, --sent, --not-sent, --confirm or "
            "--exempt; --to goes with --mail, --url with --post, --published with --request and "
            "--signature with --confirm"
        )
        raise CannotRun(message)


def _write_letters(
    state: State, policy: Policy, told: tuple[Sequence[Notice], About], out: Path
) -> None:
    """Write a letter for each notice that was not sent, for its owner only; none is replaced."""
    found, about = told
    for one in (each for each in found if each.may_go):
        written = letter_of(state, policy, one, about)
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


def _mailed(project: Project, journal: Journal, about: About, typed: dict[str, Any]) -> Notice:
    """Send a notice by mail and record that it went out; where it did not, it stays open."""
    one, policy = notice_known(journal.state, typed["mailed"]), project.policy
    if policy is None or not one.may_go:
        message = f"notice {one.number}: it is `{one.stage}` already"
        raise CannotRun(message)
    place = (typed["to"] or _told_at(policy, one).mail).strip()
    if not place:
        message = f"where does notice {one.number} go? --to ADDRESS, or `notices:` in the policy"
        raise CannotRun(message)
    written = letter_of(journal.state, policy, one, about)
    once = f"notice {one.number}"
    going = Outgoing(one.request, "to recipient", place, written, once=once)
    sent = send(journal, sender_of(project), going)
    if sent.stage is not Stage.SENT:
        click.echo(fate(sent), err=True)
        return one
    return go_on_with(journal, one.number, SENT, f"mail, message {sent.row.number}", about.day)


def _posted(policy: Policy, journal: Journal, about: About, typed: dict[str, Any]) -> Notice:
    """Post a notice and tell what became of it; where it did not arrive, it stays open."""
    one = notice_known(journal.state, typed["posted"])
    declared = _told_at(policy, one)
    url = typed["url"] or declared.post
    if not url:
        message = f"where does notice {one.number} go? --url URL, or `notices:` in the policy"
        raise CannotRun(message)
    told = posted(journal.state, policy, one, about)
    # The key is that of the program of the policy, and of no other address.
    key = declared.key if url == declared.post else ""
    stands, fate_ = post(journal, one, told, about.day, Program(posting_to(url), key))
    if fate_.why:
        click.echo(f"Notice {one.number}: {fate_.why}.", err=True)
    return stands


def _sent_all(project: Project, journal: Journal, about: About) -> list[Notice]:
    """Send what may go by itself to whom the policy says how to tell; return all notices.

    A processor that is told of a request learns whom it is about from a person.
    """
    policy, _ = project.declared()
    for one in notices(journal.state).values():
        place = _told_at(policy, one)
        if not one.may_go or one.wanted.why not in (GOT, ENDED) or place == ToldAt():
            continue
        try:
            if place.mail:
                _mailed(project, journal, about, {"mailed": one.number, "to": None})
            else:
                _posted(policy, journal, about, {"posted": one.number, "url": None})
        except CannotRun as error:
            click.echo(f"Notice {one.number}: {error}.", err=True)
    return list(notices(journal.state).values())


def _told_at(policy: Policy, one: Notice) -> ToldAt:
    known = policy.recipients.get(one.wanted.to)
    return ToldAt() if known is None else known.notices


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
    return f"{begun}{got if one.wanted.disclosures else ''}{data}: {stage} {one.on}{said}"
