"""Send the code of a package to who asked, in a message that has nothing else: nobody here sees it.

A package whose code surely did not go out is taken away again, since nobody could open it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from urllib.parse import urlsplit

from gestand.core.facts import folded_text
from gestand.core.mail import IN_DOUBT, Stage
from gestand.core.policy.model import Policy
from gestand.errors import CannotRun, GestandError
from gestand.post.written import is_address
from gestand.settings import now, website
from gestand.work.company import Company
from gestand.work.journal import Journal
from gestand.work.keyring import Keyring
from gestand.work.letters import letter
from gestand.work.mails import Mail
from gestand.work.packages import packages, remove
from gestand.work.people import find_people, identifiers_of
from gestand.work.portal.lets_in import asked_beside
from gestand.work.rights_kept import request_known
from gestand.work.sealed_mail import who_asked
from gestand.work.sending import Outgoing, Sender, known, send

MATTER = "package code"
_GAPS = ("code", "until", "times")
_GROUP = 5


@dataclass(frozen=True)
class ByMail:
    """How the code of a package of a request goes: `page` is where its person types it.

    `going` says where to and has no code yet; it is there before a package is kept, so that what
    cannot be sent is refused first.
    """

    sender: Sender
    policy: Policy
    going: Outgoing = field(repr=False)
    page: str

    def written(self, number: int, told: dict[str, str]) -> Outgoing:
        """Return the letter with the code of a package; it goes once, whatever it says."""
        gaps = _gaps(self.going.request, self.page) | told
        text = letter(self.policy, self.going.letter.language, MATTER, gaps)
        return replace(self.going, letter=text, once=f"code of package {number}")


def without_code(
    keyring: Keyring, policy: Policy, language: str, number: int, page: str
) -> Outgoing:
    """Return the letter about a request before there is a code; CannotRun where none can be.

    Nor may there be one to who chose that their mailbox alone is not enough.
    """
    person = request_known(keyring.journal.state, number).row.person
    if person and asked_beside(keyring, person):
        message = (
            "no code of an answer goes to them by mail, since they chose that their mailbox alone "
            "is not enough: tell it in another way, or let them sign in"
        )
        raise CannotRun(message)
    gaps = _gaps(number, page) | dict.fromkeys(_GAPS, "-")
    return Outgoing(number, MATTER, "", letter(policy, language, MATTER, gaps))


def by_mail(
    keyring: Keyring, sender: Sender, policy: Policy, about: tuple[int, str, str], to: str
) -> ByMail:
    """Return how the code of an answer goes; CannotRun where it could not.

    It is `about` a request by its number, in a language, with the page on which the code is typed.
    """
    number, language, page = about
    empty = without_code(keyring, policy, language, number, page)
    return ByMail(sender, policy, to_who_asked(keyring, empty, to), page)


class Elsewhere(Enum):
    """What of a message with a code leads to somebody else than its person."""

    PAGE = "page"
    ADDRESS = "address"


def leads_elsewhere(
    company: Company, who: tuple[str, str, bool], page: str, to: str
) -> Elsewhere | None:
    """Return what of a message with a code leads elsewhere: whoever has that has the code.

    A page is ours where it is of the website that the settings name, an address theirs where it is
    on file; without one it goes to who asked. CannotRun where nobody can tell who is meant.
    """
    ours, typed = urlsplit(website()), urlsplit(page)
    if not ours.netloc or (typed.scheme, typed.netloc) != (ours.scheme, ours.netloc):
        return Elsewhere.PAGE
    if not to:
        return None
    person = next(find_people(company, [who]))
    on_file = {folded_text(one) for one in identifiers_of(company, person)}
    return None if folded_text(to) in on_file else Elsewhere.ADDRESS


def to_who_asked(keyring: Keyring, going: Outgoing, to: str) -> Outgoing:
    """Return a letter with its address; without one it goes to who asked.

    CannotRun where nobody gave an address with the request, or it is none.
    """
    if to:
        if not is_address(to):
            message = "that is not one address of mail: type one, as `name@example.com`"
            raise CannotRun(message)
        return replace(going, to=to)
    asked = who_asked(keyring, going.request)
    if asked is None or "@" not in asked[0].sender:
        message = "nobody gave an address of mail with this request: fill one in"
        raise CannotRun(message)
    words, mail = asked
    return replace(going, to=words.sender, answers=words.message_id, thread=mail.row.thread)


def grouped(code: str) -> str:
    """Return a code as it is read aloud and typed."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def send_code(
    journal: Journal, by_mail: ByMail, package: tuple[int, str], told: dict[str, str]
) -> Mail:
    """Send the code of a package, and return how far it has come.

    `package` is its number and its code, and `told` says until when and how often it counts. Where
    the code surely did not go out, the package is taken away.
    """
    number, code = package
    try:
        going = by_mail.written(number, {"code": grouped(code), **told})
        mail = send(journal, by_mail.sender, going)
    except GestandError:
        remove(journal, number)
        raise
    if mail.stage is not Stage.SENT and mail.stage not in IN_DOUBT:
        remove(journal, number)
    return mail


def sent_before(journal: Journal, by_mail: ByMail) -> Mail | None:
    """Return the letter with the code of a package of the same request that waits; None without."""
    for one in packages(journal.state).values():
        if one.request != by_mail.going.request or not one.waits(now()):
            continue
        mail = known(journal, by_mail.written(one.number, dict.fromkeys(_GAPS, "-")))
        if mail is not None and (mail.stage is Stage.SENT or mail.stage in IN_DOUBT):
            return mail
    return None


def _gaps(number: int, page: str) -> dict[str, str]:
    return {"case": str(number), "where": page}
