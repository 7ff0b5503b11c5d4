"""Rewrite a file of the language from an older form to the one that counts now.

Nothing else in it changes: comments, order and layout stay as they are. What no program can know,
such as the day on which somebody signed, is left to a person and told as a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gestand.core import document
from gestand.core.datamap.parse import parse_datamap
from gestand.core.document import Document, Fields, Node, entry_at, read
from gestand.core.entries import CODES, VERSION
from gestand.core.findings import Finding, Span
from gestand.core.language.files import FILES
from gestand.core.language.keys import Older, kinds
from gestand.core.officers import parse_officers
from gestand.core.policy.parse import parse_policy
from gestand.core.recorded import Known, parse_facts

READERS: dict[str, Callable[[str, str], list[Finding]]] = {
    "policy": lambda text, file: parse_policy(text, file)[1],
    "datamap": lambda text, file: parse_datamap(text, file)[1],
    "facts": lambda text, file: parse_facts(text, file, Known({}, {}, "UTC"))[1],
    "officers": lambda text, file: parse_officers(text, file, None)[1],
}
"""What reads each file of the language, by its name."""

OLDER = {older.name: older for root in FILES.values() for one in kinds(root) for older in one.older}
"""The older forms, by their key; no two of them have the same one."""

_FORM = {*document.CODES, *CODES}
"""The findings about how something is written, and not about what it says."""


@dataclass(frozen=True)
class Upgraded:
    """A file in the form that counts now, and what is left in it for a person.

    Where it could not be read as a file of a known version nothing is rewritten.
    """

    text: str
    left: tuple[Finding, ...]


@dataclass(frozen=True, order=True)
class _Edit:
    """A part of the text, and what takes its place."""

    start: int
    end: int
    instead: str


def upgrade(text: str, file: str, name: str = "") -> Upgraded:
    """Return the file `text` in the form that counts now.

    `file` is how findings name it. `name` says which file of the language it is where it does not
    say so itself, by the version that it begins with.
    """
    found = read(text, file)
    name = _says(found.root) or name
    if not found.whole or name not in READERS:
        return Upgraded(text, found.findings or (_which(file),))
    bare = text.removeprefix("\ufeff")
    told = READERS[name](bare, file)
    if unknown := [one for one in told if one.code == "G129" and one.fragment]:
        return Upgraded(text, tuple(unknown))
    edits = [edit for one in dict.fromkeys(told) for edit in _edits(one, bare, found, name)]
    if edits:
        bare = _edited(bare, sorted(edits))
        told = READERS[name](bare, file)
    left = tuple(sorted(finding for finding in told if finding.code in _FORM))
    return Upgraded(text[: len(text) - len(text.removeprefix("\ufeff"))] + bare, left)


def _says(root: Node | None) -> str:
    """Return which file of the language this is, as it says itself."""
    keys = [key.text for key, _ in root.fields] if isinstance(root, Fields) else []
    return next((key for key in keys if key in READERS), "")


def _which(file: str) -> Finding:
    message = "this is no file of the language"
    hint = "begin a policy with `policy: 1`, a data map with `datamap: 1`"
    return Finding(Span(file), "G129", message, "", hint)


def _edits(finding: Finding, text: str, found: Document, name: str) -> Iterator[_Edit]:
    """Yield what changes because of a finding; nothing where a person has to do it."""
    if finding.code == "G129":
        yield from _begun(text, found.root, name)
    elif finding.code == "G131":
        older = OLDER[finding.fragment]
        key, value = entry_at(text, finding.span) or (None, None)
        if key and value and not _stands_beside(found.root, older, finding.span):
            outer, inner = older.now
            yield _Edit(key.start, key.stop, outer)
            yield _Edit(value.start, value.stop, f"{{{inner}: {text[value]}}}")


def _begun(text: str, root: Node | None, name: str) -> Iterator[_Edit]:
    """Yield the line with the version, before the first key of a file that has none."""
    if not isinstance(root, Fields) or not root.fields or root.fields[0][0].span != root.span:
        return  # in braces a line of its own would be no key
    if places := entry_at(text, root.span):
        end = "\r\n" if "\r\n" in text else "\n"
        yield _Edit(places[0].start, places[0].start, f"{name}: {VERSION}{end}")


def _stands_beside(root: Node | None, older: Older, span: Span) -> bool:
    """Tell whether the mapping with an older key has the key of now as well."""
    for fields in _mappings(root):
        if any(key.span == span for key, _ in fields.fields):
            return any(key.text == older.now[0] for key, _ in fields.fields)
    return True


def _mappings(node: Node | None) -> Iterator[Fields]:
    waiting, seen = [node], set[int]()
    while waiting:
        one = waiting.pop()
        if isinstance(one, document.Scalar) or one is None or id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, Fields):
            yield one
            waiting += [value for _, value in one.fields]
        else:
            waiting += one.items


def _edited(text: str, edits: list[_Edit]) -> str:
    parts, at = [], 0
    for edit in edits:
        parts += [text[at : edit.start], edit.instead]
        at = edit.end
    return "".join([*parts, text[at:]])
