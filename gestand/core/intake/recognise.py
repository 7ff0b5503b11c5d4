"""Recognise what a message is, by rules; in doubt a person says it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gestand.core.intake.cues import CUES, Cue
from gestand.core.intake.message import Asked, Kind, Message, Recognised
from gestand.core.intake.phrases import CONSENT, DATA, MINE, ON_BEHALF, SPAM, TAKE_BACK, TRADE
from gestand.core.intake.words import is_forwarded, language_of, own_words, sentences
from gestand.core.rights_rules import Right

SURE = 0.85
"""From here on a right is taken as asked for without a person who says so."""

ASKED = 0.6
"""Below this nobody is asked whether it is that right."""

_AWAY = re.compile(
    r"^\s*(?:automati(?:sch|c)\w* |out of (?:the )?office|afwezig|autoreply|auto:)", re.I
)
_MEASURED_BY = (("access-see-mine", Right.PORTABILITY), ("erasure-it", Right.WITHDRAWAL))
_SERVERS = frozenset({"mailer-daemon", "postmaster"})
_SUBMITTED = frozenset({"auto-replied", "auto-generated", "auto-notified"})
_LISTS = frozenset({"bulk", "junk", "list", "auto_reply"})


def recognise(message: Message, own_address: str = "", ours: bool = False) -> Recognised:
    """Return what a message is. `ours` says that we sent a message of that name ourselves."""
    written = own_words(message.subject, message.text)
    language = language_of(f"{message.subject}\n{written}")
    kind, because = _of_a_program(message, own_address, ours=ours)
    told = [*sentences(message.subject), *sentences(written)]
    asked = tuple(_asked(told))
    if message.is_unreadable:
        return Recognised(Kind.OTHER, doubts=("cannot be read",), language=language)
    if kind is not None:
        # Some send requests by program, for others: whoever asks for a right is seen by a person.
        seems = kind is Kind.AUTOMATIC and because != ("auto-replied",) and _is_sure(asked)
        return Recognised(
            kind, because=because, doubts=("asks",) if seems else (), language=language
        )
    if _AWAY.match(message.subject) and not _is_sure(asked):
        return Recognised(Kind.AUTOMATIC, because=("subject",), language=language)
    if asked:
        doubts = tuple(_doubts(message, written, told, asked))
        return Recognised(Kind.REQUEST, asked, doubts=doubts, language=language)
    if sum(any(cue.search(one) for one in told) for cue in SPAM) > 1:
        return Recognised(Kind.SPAM, because=("advertisement",), language=language)
    if _is_question(told):
        return Recognised(Kind.QUESTION, language=language)
    return Recognised(Kind.OTHER, doubts=("no right",), language=language)


def _of_a_program(
    message: Message, own_address: str, *, ours: bool
) -> tuple[Kind | None, tuple[str, ...]]:
    """Tell what a message of a program is (RFC 3834, 3464); None for one of a person."""
    heads = message.headers
    by_server = message.sender.partition("@")[0].casefold() in _SERVERS
    if message.is_report or (message.reported and by_server):
        return Kind.BOUNCE, ("report",)
    if ours or (own_address and message.sender.casefold() == own_address.casefold()):
        return Kind.LOOP, ("ours",)
    submitted = heads.get("auto-submitted", "no").partition(";")[0].split("(")[0].strip().casefold()
    if submitted != "no":
        return Kind.AUTOMATIC, (submitted if submitted in _SUBMITTED else "automatic",)
    if message.return_path == "":
        return Kind.AUTOMATIC, ("null return path",)
    if heads.get("precedence", "").strip().casefold() in _LISTS or "list-id" in heads:
        return Kind.AUTOMATIC, ("list",)
    if "x-autoreply" in heads or heads.get("x-auto-response-suppress", "").casefold() == "all":
        return Kind.AUTOMATIC, ("auto-replied",)
    return None, ()


def _asked(told: Sequence[str]) -> Iterator[Asked]:
    """Yield the rights that are asked for, each with how sure that is."""
    found: dict[Right, dict[str, float]] = {}
    for sentence in told:
        for cue in CUES:
            if _holds(cue, sentence):
                found.setdefault(cue.right, {})[cue.name] = cue.sure
    if Right.WITHDRAWAL not in found and _taken_back(told):
        found[Right.WITHDRAWAL] = {"withdrawal-over-two": 0.75}
    for weak, stronger in _MEASURED_BY:
        rights = {cue.right for cue in CUES if cue.name == weak}
        for right in rights:
            if stronger in found and set(found.get(right, ())) == {weak}:
                del found[right]
    for right in Right:
        sure = max(found.get(right, {}).values(), default=0.0)
        if sure >= ASKED:
            yield Asked(right, sure, tuple(sorted(found[right])))


def _holds(cue: Cue, sentence: str) -> bool:
    if any(pattern.search(sentence) for pattern in cue.none_of):
        return False
    return all(pattern.search(sentence) for pattern in cue.all_of)


def _taken_back(told: Sequence[str]) -> bool:
    """Tell whether one sentence speaks of consent, and the next one takes it back."""
    pairs = zip(told, told[1:], strict=False)
    return any(CONSENT.search(one) and TAKE_BACK.search(two) for one, two in pairs)


def _is_sure(asked: Sequence[Asked]) -> bool:
    return bool(asked) and all(one.sure >= SURE for one in asked)


def _doubts(
    message: Message, written: str, told: Sequence[str], asked: Sequence[Asked]
) -> Iterator[str]:
    """Yield why a person has to look before a request is taken in."""
    if not _is_sure(asked):
        yield "not sure which right"
    if is_forwarded(message.subject, message.text):
        yield "passed on"
    if any(ON_BEHALF.search(one) for one in told):
        yield "for somebody else"
    if any(TRADE.search(one) for one in told):
        yield "speaks of trade"
    if message.answers:
        yield "an answer"
    if message.attachments and len(written) < 200:
        yield "it may stand in an attachment"


def _is_question(told: Sequence[str]) -> bool:
    """Tell whether a message asks something about data, and nothing about an order or a bill."""
    asks = any(one.endswith("?") and _PRIVACY.search(one) for one in told)
    return asks and not any(_BUSINESS.search(one) for one in told)


_PRIVACY = re.compile(
    rf"{DATA.pattern}|{MINE.pattern}|privacy|cookie|bewa|keep|encrypt|versleutel|nieuwsbrie|veilig|"
    r"safe|protect|third part|derden|functionaris|gegevensbescherming|camera|verzend|versture|"
    r"opgeslagen|stored"
)
_BUSINESS = re.compile(
    r"\b(?:offerte|quote|wachtwoord resetten|reset|inloggen|log in|bestelling|order|download|link|"
    r"levering|delivery|factuur|invoice|broken|kapot)\b"
)
