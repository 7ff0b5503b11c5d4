"""What the nature of a table says of its columns: cards, measures of a body, opinions, bookmarks.

A `number`, a `value` or an `url` says nothing by itself. In a table of bank cards, of measurements
or of bookmarks it does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from gestand.core.datamap.schema import Column, Kind
from gestand.core.discovery.grades import CONTENT, CREDENTIAL, IDENTIFIER, NONE, SURE, Judged
from gestand.core.discovery.naming import one, said, words
from gestand.core.discovery.places import Place, Role, head

_NUMBERS = (Kind.INTEGER, Kind.NUMBER, Kind.TEXT, Kind.OTHER)


def by_nature(place: Place, name: str, column: Column) -> Judged | None:
    """Return what a column holds by the nature of its table; `name` is said with spaces."""
    if column.kind is Kind.BOOLEAN:
        return None
    return next((found for each in _NATURES if (found := each(place, name, column))), None)


_PAYING = frozenset("bank credit debit payment betaal".split())
_CARD_NUMBER = re.compile(r" number $")
_CARD_TOKEN = re.compile(r" (?:reference|ref|token|vault id) $")
_CARD_END = re.compile(
    r" (?:expiry|expires?|expiration|exp|valid until)(?: (?:date|month|year))? $"
)


def _card(place: Place, name: str, _column: Column) -> Judged | None:
    """In a table of bank cards: the number, until when the card is good, and what charges it."""
    parts = {one(word) for word in words(place.table.name)}
    if "card" not in parts or parts.isdisjoint(_PAYING) or not place.owned:
        return None
    if _CARD_NUMBER.search(name):
        return Judged(IDENTIFIER, "bank account", 0.85, "it is the number of a bank card")
    if _CARD_TOKEN.search(name):
        return Judged(CREDENTIAL, sure=0.6, why="it may let somebody charge a bank card")
    if _CARD_END.search(name):
        return Judged(CONTENT, "payment", 0.7, "it tells until when a bank card is good")
    return None


_BODY = re.compile(
    r" (?:height|lengte|weight|gewicht|bmi|waist|body fat|blood pressure|bloeddruk|heart rate"
    r"|hartslag|pulse|calories|sleep|sleep hours|mood|pain|pijn|impression|reps|repetitions) $"
)
_OF_THINGS = frozenset("width breedte length depth volume sku tracking carrier".split())
_MEASURED = frozenset("measurement meting observation vital reading weighing labresult".split())
_VALUE = re.compile(r" (?:value|waarde|result|amount|quantity|score) $")


def _body(place: Place, name: str, column: Column) -> Judged | None:
    """In rows of people: what is measured of their body, and how they sleep and feel."""
    theirs = place.role is Role.PEOPLE or place.detail or (place.direct and not place.acted)
    things = {part for other in place.table.columns for part in words(other)} & _OF_THINGS
    if column.kind not in _NUMBERS or not place.owned and place.role is not Role.PEOPLE:
        return None
    if theirs and not things and _BODY.search(name):
        return Judged(CONTENT, "health", 0.65, "it seems to tell of somebody's body")
    if head(place.table.name) in _MEASURED and _VALUE.search(name):
        return Judged(CONTENT, "health", 0.65, "it is what was measured of somebody")
    return None


_OPINIONS = frozenset(
    """
    review rating feedback vote survey response answer ballot beoordeling stem enquete score
    assessment evaluation grade cijfer examination result
    """.split()
)
_OPINION = re.compile(r" (?:rating|score|stars|vote|grade|points|delta|cijfer|mark) $")


def _opinion(place: Place, name: str, column: Column) -> Judged | None:
    """In a table of votes and reviews: what somebody thinks of something."""
    if column.kind not in _NUMBERS or not (place.owned or place.personal):
        return None
    last = head(place.table.name)
    voted = last == "vote" and name == " value "
    if last not in _OPINIONS or not (voted or _OPINION.search(name)):
        return None
    return Judged(CONTENT, "result", 0.65, "it is what somebody thinks, or was thought of them")


_KEPT = frozenset(
    "bookmark link subscription favorite favourite feed watch visit bladwijzer".split()
)
_FOLLOWED = frozenset(
    "bookmark favorite favourite watch watchlist watched follow search wishlist alert".split()
)
_PLACE = re.compile(r" (?:url|uri|link|address) $")
_FOLLOWED_AS = re.compile(r" (?:title|page|term|query|keywords?|path|topic|search|words) $")
_SHOWN = re.compile(r" (?:icon|image|picture|logo|avatar|thumbnail|callback|rss) ")


def _bookmark(place: Place, name: str, column: Column) -> Judged | None:
    """In a table of bookmarks and subscriptions of somebody: what they read or visit."""
    if column.kind is not Kind.TEXT or not place.direct or place.acted:
        return None
    last = head(place.table.name)
    place_of = last in _KEPT and _PLACE.search(name)
    followed = last in _FOLLOWED and _FOLLOWED_AS.search(name)
    if not (place_of or followed) or _SHOWN.search(name):
        return None
    return Judged(CONTENT, "activity", 0.65, "it is what somebody reads or visits")


_PUBLIC = frozenset(
    """
    page news article faq announcement release version wiki wikipage newsitem pagina nieuws
    artikel mededeling flatpage
    """.split()
)
_PUBLIC_BY = re.compile(
    r" (?:excerpt|permalink|menu order|meta description|(?:publish|published) (?:at|on|date)"
    r"|date published|is published) $"
)
_PUBLISHED = re.compile(r" (?:title|name|description|text|content|body|summary|excerpt|headline) $")


def by_publishing(place: Place, name: str) -> Judged | None:
    """Return that an organisation publishes a text: pages and news, whoever wrote them."""
    if place.personal or place.role in (Role.PEOPLE, Role.HISTORY) or not _PUBLISHED.search(name):
        return None
    public = head(place.table.name) in _PUBLIC
    if not public and not any(_PUBLIC_BY.search(said(other)) for other in place.table.columns):
        return None
    return Judged(NONE, sure=SURE, why="it seems to be published for all")


_DONE = frozenset(
    """
    login visit view lastview tracking attendance vacation verlof leave absence shift appointment
    afspraak booking reservation timesheet presence checkin
    """.split()
)
_WHEN = re.compile(
    r" (?:start|end|begin|from|until|date|time|datetime|when|day|hours|duration|time spent|created"
    r"|(?:start|end|begin|view|visit|login) (?:date|time|at|on)|date (?:created|creation|start|end)"
    r"|timestamp) $"
)


def _when(place: Place, name: str, column: Column) -> Judged | None:
    """In a table of visits, absences and hours: when somebody was there, and for how long."""
    if not place.direct or place.acted or column.kind is Kind.TEXT:
        return None
    done = head(place.table.name) in _DONE or (place.role is Role.ROWS and _planned(place))
    if not done or not _WHEN.search(name):
        return None
    return Judged(CONTENT, "activity", SURE, "it tells when somebody was there, or for how long")


def _planned(place: Place) -> bool:
    """Tell whether a table is of events in a calendar: that begin, end, and are somewhere."""
    names = [said(name) for name in place.table.columns]
    parts = [any(f" {word} " in name for name in names) for word in ("start", "end", "location")]
    return head(place.table.name) in ("event", "appointment") and all(parts)


_LOGGED = re.compile(
    r" (?:url|uri|path|page|(?:target|page|resource) (?:title|name|path)|query string) $"
)


def _logged(place: Place, name: str, column: Column) -> Judged | None:
    """In a log of somebody: at what they looked, and with what they did something."""
    if column.kind is not Kind.TEXT or place.role is not Role.LOG or not place.direct:
        return None
    if not _LOGGED.search(name) or _SHOWN.search(name):
        return None
    return Judged(CONTENT, "activity", SURE, "it tells with what somebody did something")


_STREET = re.compile(r" (?:street|zip|postal code|house number|address line) ")
_PART = re.compile(
    r" (?:region|state|province|provincie|county|country|land|unit|floor|apartment|building|door"
    r"|toevoeging|box|po box)(?: (?:number|name|code))? $"
)


def _part_of_address(place: Place, name: str, column: Column) -> Judged | None:
    """Beside a street or a postal code: what else an address has (RFC 6350 names its parts)."""
    if column.kind is not Kind.TEXT or place.organisation or place.role is Role.LOOKUP:
        return None
    beside = any(_STREET.search(said(other)) for other in place.table.columns)
    if not beside or not _PART.search(name) or not (place.owned or place.personal):
        return None
    return Judged(IDENTIFIER, "address", 0.65, "it is part of the address beside it")


_NATURES: Sequence[Callable[[Place, str, Column], Judged | None]] = (
    _card, _body, _opinion, _bookmark, _when, _logged, _part_of_address
)  # fmt: skip

_OWN = frozenset("category tag label folder collection bookmark group list filter map".split())


def is_own_list(place: Place) -> bool:
    """Tell whether a list to choose from may be somebody's own: folders and labels."""
    return place.role is Role.LOOKUP and one(head(place.table.name)) in _OWN
