"""Read officers.yaml: who signs in to the pages for officers, and for what.

A token never stands in it, and what somebody wrote in its place stands in no message.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from gestand.core.acting import as_known
from gestand.core.document import Node, read
from gestand.core.entries import Entry, Reader
from gestand.core.findings import Finding
from gestand.core.found import Found, Word
from gestand.core.officer_keys import FILE, OFFICER, REFERENCE
from gestand.core.roles import Officer, Role

CODES = {
    "G620": "a token of an officer stands in the file itself",
    "G621": "two officers have the same token",
    "G622": "kinds of people limit no role of an officer",
    "G623": "two officers have names that may be those of one person",
}

_REFERENCE = re.compile(REFERENCE)
_HINT = "write the name of a variable of the environment: `token: ${GESTAND_OFFICER_MILA}`"


def parse_officers(
    text: str, file: str, kinds: Collection[str] | None
) -> tuple[tuple[Officer, ...], list[Finding]]:
    """Return the officers in `text`, in their order, and what is wrong in it.

    `kinds` are the kinds of people that are declared; None where nobody can tell. An officer who is
    not whole is left out, with a finding.
    """
    document = read(text, file)
    found = Found()
    for finding in document.findings:
        found.keep(finding)
    officers: list[Officer] = []
    if document.root is not None:
        officers = _officers(Reader(document, found), document.root, kinds)
    return tuple(officers), found.all()


def _officers(reader: Reader, root: Node, kinds: Collection[str] | None) -> list[Officer]:
    top = reader.entry(root, "this file of officers", FILE)
    if top.broken:
        return []
    reader.version(top, "officers")
    words = reader.choices(top.get("second factor"), (role.value for role in Role))
    strict = frozenset(Role(word) for word in words if word)
    people = top.need("people", "name the officers under `people:`")
    named = reader.named(people, "the officers") if people is not None else {}
    officers: list[Officer] = []
    for name, node in named.items():
        officer = _officer(reader, name, node, kinds)
        if officer is not None and any(officer.token == one.token for one in officers):
            message = f"`{name}` has the token of another officer"
            hint = "give each a token of their own: nobody could tell who acts"
            reader.found.add(name.span, "G621", message, "", hint)
        elif officer is not None and as_known(officer.name, (one.name for one in officers)):
            message = f"`{name}` may be the same person as another officer, by their name"
            hint = "write names that differ in more than case, accents, spaces or order of words"
            reader.found.add(name.span, "G623", message, "", hint)
        elif officer is not None:
            officers.append(replace(officer, second_factor=bool(officer.roles & strict)))
    return officers


def _officer(
    reader: Reader, name: Word, node: Node, known: Collection[str] | None
) -> Officer | None:
    entry = reader.entry(node, f"officer `{name}`", OFFICER)
    if entry.broken:
        return None
    words = reader.choices(entry.need("roles"), (role.value for role in Role))
    roles = frozenset(Role(word) for word in words if word)
    token = _token(reader, entry)
    kinds = reader.texts(entry.get("kinds"), "kind of person")
    if known is not None:
        reader.found.known("kind of person", ((kind, kind.span) for kind in kinds), known)
    node_where = entry.get("where")
    columns = reader.named(node_where, "`where`") if node_where is not None else {}
    where = tuple((str(c), tuple(map(str, reader.texts(v, "value")))) for c, v in columns.items())
    if (kinds or where) and Role.HR not in roles:
        message = f"officer `{name}` names people, and none of their roles is limited by that"
        hint = "add the role `hr`, or take `kinds` and `where` out"
        reader.found.add(entry.span, "G622", message, "", hint)
    if not roles or token is None:
        return None
    return Officer(str(name), roles, token, frozenset(map(str, kinds)), where)


def _token(reader: Reader, entry: Entry) -> str | None:
    word = reader.text(entry.need("token", _HINT), "token")
    if word is None:
        return None
    if not _REFERENCE.fullmatch(word):
        reader.found.add(word.span, "G620", "a token does not stand in this file", "", _HINT)
        return None
    return str(word)
