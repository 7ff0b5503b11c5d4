"""The words of a message that waits for a person or became a request: encrypted, or not kept.

Each message has a key of its own; to put a message away destroys it. Without a master key nothing
of a message is kept, and a person reads it in the mailbox.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from gestand.errors import CannotRun
from gestand.records.base import CannotBeOpened
from gestand.settings import now
from gestand.work.keyring import Keyring
from gestand.work.mails import Mail
from gestand.work.rights_kept import request_known
from gestand.work.way_back import until

MAIL = "mail"
"""With what the name of the key of a message begins."""

_ABOUT = "gestand mail 1: words of message {}"


@dataclass(frozen=True)
class Words:
    """Who wrote, to which name (Message-ID) an answer goes, and what they wrote."""

    sender: str
    subject: str
    message_id: str
    text: str


def seal(keyring: Keyring, number: int, words: Words) -> str:
    """Return the words of a message, encrypted; to be called within the open transaction."""
    if keyring.master is None:
        return ""
    name, key = keyring.own(f"{MAIL} {number}", until(now(), keyring.keep))
    plain = json.dumps(asdict(words)).encode("utf-8", "replace")
    text = keyring.cipher.seal(key, plain, _ABOUT.format(number)).hex()
    return json.dumps({"key": name, "text": text}, sort_keys=True)


def words_of(keyring: Keyring, mail: Mail) -> Words | None:
    """Return the words of a message; None where they were not kept, or are forgotten."""
    if not mail.row.sealed or keyring.master is None:
        return None
    sealed = json.loads(mail.row.sealed)
    if not keyring.has(sealed["key"]):
        return None
    about = _ABOUT.format(mail.row.number)
    try:
        key = keyring.key(sealed["key"])
        plain = keyring.cipher.opened(key, bytes.fromhex(sealed["text"]), about)
        return Words(**json.loads(plain))
    except (CannotBeOpened, ValueError, TypeError) as error:
        message = (
            f"{keyring.journal.ledger.place}: the words of message {mail.row.number} are not what "
            "they were; restore these records from a backup"
        )
        raise CannotRun(message) from error


def forget_words(keyring: Keyring, mail: Mail) -> None:
    """Destroy the key of the words of a message."""
    names = keyring.names(f"{MAIL} {mail.row.number}")
    keyring.destroy_all(names, "put away", {})


def who_asked(keyring: Keyring, request: int) -> tuple[Words, Mail] | None:
    """Return the message by which a request came, with its words; None where it is not kept."""
    state = keyring.journal.state
    first = request_known(state, request).row.message
    with state.mails() as records:
        found = list(map(Mail, records.of_request(first)))
    mail = next((mail for mail in found if request in mail.told.get("requests", ())), None)
    words = None if mail is None else words_of(keyring, mail)
    return None if mail is None or words is None else (words, mail)
