"""What a table seems to be: of people, a list to choose from, a log, or somebody's rows."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum

from gestand.core.datamap.schema import Kind, Table
from gestand.core.discovery.naming import one, said, words


class Role(Enum):
    """What a table is, as far as its name and its columns tell."""

    PEOPLE = "people"
    LOOKUP = "a list to choose from"
    SETTINGS = "settings"
    LOG = "a log"
    HISTORY = "old versions"
    ATTRIBUTES = "names with values"
    ROWS = "rows"


@dataclass(frozen=True)
class Place:
    """A table with what it seems to be.

    `personal` says that it has columns that only people have; `owned` that an edge leads from it
    to people, which only the whole schema tells, and `direct` that the first one does; `detail`
    says that each row tells more of one of them; `organisation` that a row is of an organisation,
    or of where one is; `acted` that the way to people only tells who made or changed the row;
    `said` that a row is what one says to others; `whose` that a column tells whose a row is by
    itself; `signed` that a text tells who wrote what stands in it.
    """

    table: Table
    role: Role
    personal: bool
    owned: bool = False
    direct: bool = False
    detail: bool = False
    organisation: bool = False
    acted: bool = False
    said: bool = False
    whose: bool = False
    signed: bool = False


_PEOPLE = frozenset(
    """
    requester application sollicitatie user customer member lid patient student pupil leerling
    person employee medewerker staff persoon contact relatie debiteur donor subscriber abonnee
    donateur volunteer vrijwilliger guardian ouder verzorger parent teacher docent leraar
    applicant sollicitant guest visitor author participant deelnemer attendee speaker tenant
    buyer huurder resident bewoner doctor arts physician nurse agent child account profile
    identity respondent lead reseller colleague worker administrator admin operator recipient
    sender passenger driver owner candidate kandidaat cursist medewerkster klant principal
    therapist practitioner behandelaar mentor coach player speler party reviewer partner partij
    relation debtor creditor crediteur
    """.split()
)
_DETAIL = frozenset({"data", "info", "detail", "table", "record", "tbl", "list", "base", "main"})
_LOOKUP = frozenset(
    """
    type status category kind page redirect promotion project group board workflow country
    currency language locale role permission tag migration template theme plugin module
    product price tax vat plan feature menu site counter sequence holiday room unit brand
    color colour size rate tariff zone region state province city icon swimlane column format
    license licence rendition model index cache lock job queue capability extension interwiki
    translation layout widget dictionary categorie soort land taal rol tarief lokaal vak
    course schema version seed stock warehouse supplier shipper
    """.split()
)
_CHOICES = frozenset("predefined template templates default defaults index type".split())
"""Words that make a list of a table wherever they stand in its name."""

_SETTINGS = frozenset({"setting", "config", "configuration", "option", "parameter", "preference"})
_LOG = frozenset(
    """
    log audit event activity trail visit hit login attempt access logboek session journal
    request throttle logging tracking
    """.split()
)
_HISTORY = frozenset(
    """
    history revision historie changelog version archive shadow
    """.split()
)
_MARKS = re.compile(
    r" (first name|last name|full name|middle name|initials|birth date|birth|password|user name"
    r"|phone|email|gender|bsn|login)(?= )"
)
_TOLD = re.compile(
    r" (first name|last name|middle name|real name|initials|birth date|birth|phone|email|gender"
    r"|bsn|street|zip|city|address|ip|user agent|author|user name|(?:sender|contact|guest) name)"
    r"(?= (?!id ))"
)
"""What stands in a row that tells about a person, whoever the row is of."""

_OF_FIELDS = re.compile(r" (?:attr|attribute|field|column|map|mapping) ")
"""How names begin that tell where in another system something stands."""

_WHOSE = re.compile(
    r" (?:(?:owner|member|requester|reporter|poster)(?: login)?"
    r"|(?:owner|member|requester|reporter|poster|user|author|creator|customer|person|employee)"
    r" id) $"
)
"""How a name ends that tells whose a row is, where no table of people is pointed at."""

_OF_MACHINES = frozenset({"address", "ip", "user name"})
"""What is told of cameras and servers as well: these alone make no row one about a person."""
_NAMES = ("key", "attribute", "meta key", "property", "field", "option", "name", "setting", "param")
_VALUES = ("value", "val", "waarde")


def _ends(name: str, word: str) -> bool:
    return name == word or name.endswith(f" {word}")



_ORGANISATIONS = frozenset(
    """
    organisation company firm supplier vendor school gym shop store branch office venue site
    institution department club brand manufacturer publisher hotel restaurant bank hospital
    practice warehouse location leverancier vestiging filiaal winkel bedrijf instelling afdeling
    server host monitor camera printer station project queue mailinglist
    repository endpoint webhook gateway database
    """.split()
)


def _of_organisations(table: Table) -> bool:
    """Tell whether what a row tells of is no person: a supplier, a branch, a machine."""
    parts = [one(word) for word in words(table.name)]
    named = bool(parts) and (parts[-1] in _ORGANISATIONS or (
        parts[-1] == "address" and not (_ORGANISATIONS | {"partner"}).isdisjoint(parts)
    ))
    return named and not any(_ONE_PERSON.search(said(name)) for name in table.columns)


_SAID = frozenset(
    """
    message email mail
    comment post note reply attachment transaction ticket review answer letter chat feedback
    draft suggestion submission proposal complaint request task issue reactie bericht
    opmerking verzoek taak melding klacht transcript interview
    """.split()
)
"""What tables are called after of which each row is what one person says to others."""

_SIGNED = re.compile(
    r" (?:author|committer|editor|poster|creator|sender|(?:written|changed|posted|added) by)"
    r"(?: (?:name|email))? $"
)
_LETTER = re.compile(r" (?:comment|message|body|reply|remark) $")
_ONE_PERSON = re.compile(r" (?:birth|birth date|gender|bsn|initials|password hash) ")

_APPOINTMENTS = frozenset({"event", "session", "visit", "activity"})
_PLANNED = re.compile(
    r" (?:location|attendees?|participants|venue|all ?day|recurrence|rrule|title) $"
)
"""What an event in a calendar has, and one in a log has not."""

_KEPT = re.compile(
    r" (?:data|content|text|body|object|item|serialized|changes|diff|comment|format|event) "
)
"""What a table of old versions keeps, and one of the versions of a product does not."""

_NO_LOGS = frozenset("blog catalog dialog backlog prolog weblog analog".split())


_PLACES = frozenset("location address adres place locatie adr".split())
_IN_AN_ADDRESS = re.compile(r" (street|zip|city|house number|line)(?= )")


def of_addresses(place: Place) -> bool:
    """Tell whether each row is an address, as its name and its columns say.

    Where rows of people point at it these are where they live, though a branch has a location too.
    """
    if head(place.table.name) not in _PLACES:
        return False
    return len({m for name in place.table.columns for m in _IN_AN_ADDRESS.findall(said(name))}) > 1


def head(table: str) -> str:
    """Return what a table is a table of: the last word of its name that says so."""
    known = [word for word in words(table) if word not in _DETAIL] or list(words(table))
    last = one(known[-1]) if known else ""
    return "log" if last.endswith("log") and last not in _NO_LOGS else last


def place(table: Table) -> Place:
    """Say what a table seems to be."""
    names = [said(name) for name in table.columns]
    names = [name for name in names if not _OF_FIELDS.match(name)]
    marks = {mark for name in names for mark in _MARKS.findall(name)}
    told = {mark for name in names for mark in _TOLD.findall(name)}
    letters = head(table.name) in _SAID
    personal = len(told) > 1 and not told <= _OF_MACHINES
    personal = personal or (letters and not told <= _OF_MACHINES | {"author"})
    organisation = _of_organisations(table)
    texts = [n for n, column in table.columns.items() if column.kind in (Kind.TEXT, Kind.BLOB)]
    return Place(
        table,
        _role(table, marks),
        personal,
        organisation=organisation,
        whose=not organisation and any(_tells_whose(table, name) for name in table.columns),
        signed=any(_SIGNED.search(said(name)) for name in texts),
        said=letters or any(_LETTER.search(said(name)) for name in texts),
    )


def _tells_whose(table: Table, name: str) -> bool:
    """Tell whether a column that is no key says whose a row is: by a login name or a number."""
    column = table.columns[name]
    keys = {column for key in table.foreign_keys for column in key.columns}
    if name.lower() == "client_id" and any("secret" in other for other in table.columns):
        return False  # of a program that signs in, rather than of a client
    if name in keys or column.kind not in (Kind.TEXT, Kind.INTEGER, Kind.BLOB):
        return False
    return _WHOSE.search(said(name)) is not None and not is_number_of_a_thing(name)


def is_number_of_a_thing(name: str) -> bool:
    """Tell whether a `uid` is the number of a thing, as that of an entry in a calendar."""
    plain = name.lower().strip("_")
    if not plain.endswith(("uid", "guid")):
        return False
    return _SOMEBODY.isdisjoint(words(plain[:-3])) or plain == "uid"


def is_of_people(table: Table, marks: Collection[str]) -> bool:
    """Tell whether each row seems to be a person: by the name of its table, and by its columns."""
    last = head(table.name)
    if last in _PEOPLE and (marks or (last not in _NOT_BY_NAME and _has_a_name(table))):
        return True
    if not _ADDRESSES.isdisjoint(words(table.name)):
        return False
    # The name of somebody else begins with who that is: `customer_lastname` of an order.
    own = any(words(name) in (("first", "name"), ("last", "name")) for name in table.columns)
    opens = {"password", "user name"} <= {*marks}
    return len(marks) >= 3 and last not in _LOG | _HISTORY and (own or opens)


_ADDRESSES = frozenset({"address", "adres"})
_NOT_BY_NAME = frozenset(
    """
    account profile identity party partij partner relation lead recipient sender application worker
    agent driver operator tenant
    """.split()
)
"""What may be called after people and is not of them, where a name is all that it has."""


def may_be_of_people(place: Place) -> bool:
    """Tell whether a table is called after people, in a word that is also used for other things.

    A partner is as often one who supplies: without columns of people it is only asked about.
    """
    return place.role is Role.ROWS and head(place.table.name) in _PEOPLE - {"partner"}


def _has_a_name(table: Table) -> bool:
    return any(words(name) == ("name",) for name in table.columns)


def _role(table: Table, marks: Collection[str]) -> Role:
    last = head(table.name)
    if not _CHOICES.isdisjoint(words(table.name)):
        return Role.LOOKUP
    if pair_of_attribute(table):
        return Role.SETTINGS if last in _SETTINGS and not _of_somebody(table) else Role.ATTRIBUTES
    if is_of_people(table, marks):
        return Role.PEOPLE
    if last in _APPOINTMENTS and any(_PLANNED.search(said(name)) for name in table.columns):
        return Role.ROWS
    if last == "version" and not any(_KEPT.search(said(name)) for name in table.columns):
        return Role.LOOKUP
    roles: Mapping[Role, frozenset[str]] = {
        Role.HISTORY: _HISTORY, Role.LOG: _LOG, Role.SETTINGS: _SETTINGS, Role.LOOKUP: _LOOKUP
    }  # fmt: skip
    return next((role for role, known in roles.items() if last in known), Role.ROWS)


def _of_somebody(table: Table) -> bool:
    """Tell whether a table of settings has them for each person."""
    return any(_SOMEBODY & {*words(name)} for name in table.columns)


_SOMEBODY = frozenset({"user", "customer", "member", "account", "owner", "person"})


def pair_of_attribute(table: Table) -> tuple[str, str] | None:
    """Return the column with the names and the one with the values of an attribute table.

    Such a table has one name and one value in each row, and little else: what a value is stands
    in the name beside it.
    """
    if len(table.columns) > 6:
        return None
    plain = {" ".join(words(name)): name for name in table.columns}
    value = next((name for key, name in plain.items() if key.endswith(_VALUES)), None)
    named = next((n for end in _NAMES for key, n in plain.items() if _ends(key, end)), None)
    return (named, value) if named and value else None
