"""Read a message (RFC 5322, MIME) as far as its kind and its words; attachments stay closed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from email.utils import parseaddr
from html.parser import HTMLParser

from gestand.core.intake.message import Message

LONGEST = 50_000
"""Letters of a text that are looked at."""

_NONSENSE = (
    RuntimeError, ValueError, LookupError, TypeError, AttributeError, AssertionError, MessageError,
)  # fmt: skip
"""What the library raises for messages that nobody should have written; too deep ones too."""

_NAMES = re.compile(r"<[^<>\s]{1,300}>")
_NAME_LINE = re.compile(r"(?im)^message-id:\s*(<[^<>\s]{1,300}>)")
_HEADERS = (
    "auto-submitted", "precedence", "list-id", "x-autoreply", "x-auto-response-suppress", "x-loop",
)  # fmt: skip
_CHECK = re.compile(r"\b(spf|dkim|dmarc)\s*=\s*([a-z]+)", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_BLOCKS = frozenset({"p", "div", "br", "tr", "li", "h1", "h2", "h3", "table"})
_CLOSED = frozenset({"style", "script", "head", "title", "blockquote"})


def read_message(content: bytes, trusts: str = "") -> Message:
    """Return what stands in a message; never raises for what others may have written.

    `trusts` is the name of the server whose checks of the sender are believed; it is the first to
    write them, so only what stands on top counts (RFC 8601, 5).
    """
    try:
        return _read(BytesParser(EmailMessage, policy=default).parsebytes(content), trusts)
    except _NONSENSE:
        return Message("", "", is_unreadable=True)


def _read(told: EmailMessage, trusts: str) -> Message:
    is_report = told.get_content_type() == "multipart/report"
    path, sender, text = _head(told, "return-path"), _head(told, "from") or "", _text(told)
    names = _names(_head(told, "in-reply-to")), _names(_head(told, "references"))
    # Old servers say in plain words what they could not deliver, and repeat its head.
    repeated = () if is_report else (found[1] for found in _NAME_LINE.finditer(text))
    return Message(
        subject=_head(told, "subject") or "",
        text=text[:LONGEST],
        sender=parseaddr(sender)[1].strip(),
        message_id=next(_names(_head(told, "message-id")), ""),
        answers=tuple(dict.fromkeys((*names[0], *names[1]))),
        return_path=None if path is None else path.strip().strip("<>"),
        headers={name: _head(told, name) or "" for name in _HEADERS if name in told},
        is_report=is_report,
        reported=tuple(_reported(told) if is_report else repeated),
        attachments=sum(1 for part in told.walk() if _is_attachment(part)),
        checks=_checks(told, trusts) if trusts else {},
    )


def _head(told: EmailMessage, name: str) -> str | None:
    try:
        found = told[name]
    except (ValueError, IndexError, AttributeError, TypeError):  # what no reader makes sense of
        return ""
    return None if found is None else " ".join(str(found).split())


def _names(text: str | None) -> Iterator[str]:
    yield from _NAMES.findall(text or "")


def _is_attachment(part: EmailMessage) -> bool:
    if part.is_multipart():
        return False
    try:
        named = part.get_content_disposition() == "attachment" or bool(part.get_filename())
    except (ValueError, AttributeError, TypeError):
        return True
    return named or part.get_content_maintype() not in ("text", "message", "multipart")


def _text(told: EmailMessage) -> str:
    """Return the words: the plain text, or those of the page where there is none."""
    parts = [part for part in told.walk() if not part.is_multipart() and not _is_attachment(part)]
    for kind in ("text/plain", "text/html"):
        found = [_decoded(part) for part in parts if part.get_content_type() == kind]
        if any(text.strip() for text in found):
            return "\n\n".join(found if kind == "text/plain" else map(words_of_page, found))
    return ""


def _decoded(part: EmailMessage) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    for charset in (part.get_content_charset() or "utf-8", "utf-8"):
        try:
            return content.decode(charset)
        except (LookupError, ValueError):
            continue
    return content.decode("windows-1252", "replace")


def words_of_page(page: str) -> str:
    """Return the words of a page, without what it quotes, loads or hides in its head."""
    reader = _Words()
    try:
        reader.feed(page)
        reader.close()
    except AssertionError:  # a declaration that is none
        return _TAG.sub(" ", page)
    return "".join(reader.found)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.closed: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _CLOSED:
            self.closed.append(tag)
        elif tag in _BLOCKS:
            self.found.append("\n" if tag == "br" else "\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.closed:
            self.closed.remove(tag)

    def handle_data(self, data: str) -> None:
        if not self.closed:
            self.found.append(data)


def _reported(told: EmailMessage) -> Iterator[str]:
    """Yield the names of the messages that were not delivered, of a report that says so."""
    parts = list(told.walk())
    states = [part for part in parts if part.get_content_type() == "message/delivery-status"]
    if not any("failed" in str(one.get("action", "")) for s in states for one in s.walk()):
        return
    for part in parts:
        yield from _name_in(part)


def _name_in(part: EmailMessage) -> Iterator[str]:
    """Yield the name of the message that a part of a report repeats."""
    if part.get_content_type() == "text/rfc822-headers":
        found = _NAME_LINE.search(_decoded(part))
        if found:
            yield found[1]
    elif part.get_content_type() == "message/rfc822":
        inner = [one for one in part.iter_parts() if isinstance(one, EmailMessage)]
        yield from (name for one in inner for name in _names(_head(one, "message-id")))


def _checks(told: EmailMessage, trusts: str) -> dict[str, str]:
    """Return what the trusted server checked: only the header on top can be its own."""
    results = [str(text) for text in told.get_all("authentication-results", [])]
    if not results or results[0].split(";")[0].split()[:1] != [trusts]:
        return {}
    return {name.lower(): state.lower() for name, state in _CHECK.findall(results[0])}
