"""What is printed of messages: how far each has come, and what a person can do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gestand.core.mail import Stage, Way
from gestand.work.by_form import FORM
from gestand.work.mails import Mail
from gestand.work.sealed_mail import Words

_NOBODY_KNOWS = (
    "nobody knows whether it arrived; ask the person or look at the mail server, then "
    "`--number {0} --sent` or `--number {0} --again`"
)
_OUT = {
    Stage.BEGUN: f"it was going out and nobody heard the end: {_NOBODY_KNOWS}",
    Stage.UNKNOWN: _NOBODY_KNOWS,
    Stage.SENT: "sent",
    Stage.NOT_SENT: "not sent; send it again",
    Stage.REFUSED: "refused, it did not arrive; another address or `--number {0} --again`",
    Stage.BOUNCED: "it came back and was not delivered; another address or `--number {0} --again`",
}


def fate(mail: Mail) -> str:
    """Return one line about a letter that went out."""
    row, told = mail.row, mail.told
    why = f" ({told['why']})" if told.get("why") and mail.stage is not Stage.SENT else ""
    said = _OUT[mail.stage].format(row.number)
    of = f" of request {row.request}" if row.request else ""
    return f"Message {row.number}, letter `{told['matter']}`{of}: {said}{why}"


def line(mail: Mail, day: date) -> str:
    """Return one line about a message."""
    return fate(mail) if mail.way is Way.OUT else _came(mail, day)


def _came(mail: Mail, day: date) -> str:
    row, told = mail.row, mail.told
    rights = ", ".join(told["rights"])
    what = f"{told['kind']}, {rights}" if rights else told["kind"]
    begun = f"Message {row.number}, received {told['received']}: {what}"
    if mail.stage is Stage.WAITING:
        late = "OVERDUE, " if day.isoformat() > told["due"] else ""
        why = f" ({'; '.join(told['doubts'])})" if told["doubts"] else ""
        says = f"--number {row.number} with --confirm, --answered or --drop"
        return f"{begun}{why}; {late}look at it by {told['due']}: {says}"
    if mail.stage is Stage.TAKEN:
        return f"{begun}; request {', '.join(map(str, told['requests']))}"
    return f"{begun}; {mail.stage.value}"


def whole(mail: Mail, day: date, words: Words | None) -> Iterator[str]:
    """Yield the lines about one message, with its words where they are kept."""
    yield line(mail, day)
    told = mail.told
    if mail.way is Way.OUT:
        return
    yield f"  because of: {', '.join(told['because']) or 'no rule'}"
    checks = ", ".join(f"{name} {said}" for name, said in sorted(told["checks"].items()))
    yield f"  checks of the sender: {checks or 'none on record'}"
    if told["attachments"]:
        yield f"  attachments: {told['attachments']}, left in the mailbox and not opened"
    if words is None and told.get("channel") == FORM:
        yield "  it came by the form, and its words are forgotten"
        return
    if words is None:
        yield f"  its words are not kept here: it is number {told['uid']} in the mailbox"
        return
    yield f"  from: {_printable(words.sender)}"
    yield f"  subject: {_printable(words.subject)}"
    yield from (f"  | {_printable(text)}" for text in words.text.strip().split("\n"))


def _printable(text: str) -> str:
    """Return a text without what would do something to a terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
