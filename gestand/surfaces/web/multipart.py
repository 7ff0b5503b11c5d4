"""A form with documents, as a browser sends it (RFC 7578): fields, and files with their names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gestand.core.forms.documents import Upload

_BOUNDARY = re.compile(r'boundary=(?:"([^"]{1,70})"|([^\s;,"]{1,70}))', re.IGNORECASE)
_NAME = re.compile(r'[; ]name="((?:[^"\\]|\\.)*)"', re.IGNORECASE)
_FILE = re.compile(r'[; ]filename="((?:[^"\\]|\\.)*)"', re.IGNORECASE)
_MOST_PARTS, _LONGEST_HEAD = 60, 2000


@dataclass
class Parts:
    """What was sent: texts by field, and documents by field."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    uploads: dict[str, list[Upload]] = field(default_factory=dict, repr=False)


def parts_of(kind: str, body: bytes) -> Parts:
    """Return the parts of a body whose Content-Type is `kind`; ValueError where it is none."""
    found = _BOUNDARY.search(kind)
    if not found:
        message = "no boundary"
        raise ValueError(message)
    between = b"\r\n--" + (found[1] or found[2]).encode("ascii")
    first, *pieces = (b"\r\n" + body).split(between, _MOST_PARTS + 1)
    if first.strip() or not pieces or not pieces[-1].startswith(b"--") or len(pieces) > _MOST_PARTS:
        message = "not in parts"
        raise ValueError(message)
    parts = Parts()
    for piece in pieces[:-1]:
        _add(parts, piece)
    return parts


def _add(parts: Parts, piece: bytes) -> None:
    head, blank, content = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    if not blank or len(head) > _LONGEST_HEAD:
        message = "a part without a head"
        raise ValueError(message)
    said = next(
        (line for line in head.decode("utf-8").split("\r\n") if line.lower().startswith(_SAYS)), ""
    )
    name, file = _NAME.search(said), _FILE.search(said)
    if not name:
        message = "a part without a name"
        raise ValueError(message)
    if not file:
        parts.fields.setdefault(_plain(name[1]), []).append(content.decode("utf-8"))
    elif file[1] or content:  # a field in which no file was chosen is sent without either
        upload = Upload(_plain(file[1]), content)
        parts.uploads.setdefault(_plain(name[1]), []).append(upload)
    else:
        parts.uploads.setdefault(_plain(name[1]), [])


_SAYS = "content-disposition:"


def _plain(text: str) -> str:
    """Return a name as it was before a browser wrote it down."""
    return text.replace("%22", '"').replace("%0D", "").replace("%0A", "").replace("\\\"", '"')
