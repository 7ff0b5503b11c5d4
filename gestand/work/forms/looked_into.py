"""What stands in a document that somebody sends along, as far as a program can read it.

Documents come from strangers. They are read by a process that does nothing else, with little time
and memory, and ends with it: whatever they do to a reader, no key of ours is in its memory.
"""

from __future__ import annotations

import io
import json
import re
import resource
import sys
import zipfile
import zlib
from base64 import b64decode, b64encode
from collections.abc import Sequence
from html import unescape
from threading import BoundedSemaphore

from gestand.core.forms.documents import FileKind, Upload
from gestand.core.forms.pointed import Kind, pointed
from gestand.work.apart_process import run_apart
from gestand.work.residue import pdf

SECONDS, BYTES = 10, 1_000_000_000
"""How long all documents of a form may take to read, and how much memory."""

_CHILD = "from gestand.work.forms.looked_into import child; child()"
_INSIDE = {FileKind.DOCX: "word/document.xml", FileKind.ODT: "content.xml"}
"""The part of a document in which its text stands; others hold its heads, feet, notes and so on."""

_READ_APART = {FileKind.PDF, *_INSIDE}
_WITHIN_WORDS = re.compile(
    r"</?(?:w\d*|text|loext):(?!(?:p|h|s|br|cr|tab|line-break|tc|tr|list-item)[\s/>])[^>]*>"
)
"""Tags that may stand in the middle of a word, or of a number: part of it is bold, for instance."""

_TAG = re.compile(r"<[^>]*>")
_WITHOUT_TEXT = re.compile(r"mimetype|Thumbnails/.*|.*(?:/|\.rels|\.rdf|\.odttf)")
_MOST = 2_000_000
"""Characters of a document that are looked through."""

_DAMAGED = (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, zlib.error, OSError)

_ONE_AT_A_TIME = BoundedSemaphore()
"""However many send documents at the same moment, the memory of one process is enough."""

Found = tuple[Kind, ...]


def pointed_in(uploads: Sequence[Upload], seconds: float = SECONDS) -> dict[str, Found]:
    """Return, by the name of a document, what it may hold that nobody needs.

    Reading takes at most so many `seconds`, and so does the wait for a turn. Of what no program can
    read, such as a picture, that is said as well: only a person can look.
    """
    apart = [one for one in uploads if one.kind in _READ_APART]
    told = dict(zip(map(id, apart), _apart(apart, seconds), strict=True))
    found: dict[str, dict[Kind, None]] = {}
    for one in uploads:
        kinds = told[id(one)] if id(one) in told else _kinds(*_plain(one))
        found.setdefault(one.name, {}).update(dict.fromkeys(kinds))
    return {name: tuple(kinds) for name, kinds in found.items() if kinds}


def _plain(one: Upload) -> tuple[str, bool]:
    """Return the text of a document, and whether it is one: a picture has none."""
    is_text = one.kind is FileKind.TEXT
    return (one.content.decode("utf-8", "replace") if is_text else ""), is_text


def _kinds(text: str, whole: bool) -> Found:
    all_of_it = whole and len(text) <= _MOST
    return (*pointed(text[:_MOST]), *(() if all_of_it else (Kind.UNREAD,)))


def _apart(uploads: Sequence[Upload], seconds: float) -> list[Found]:
    """Read documents in a process of their own, after those of others.

    What is not finished in time counts as not read, and so does what has no turn in time.
    """
    if not uploads:
        return []
    asked = json.dumps([b64encode(one.content).decode() for one in uploads])
    done = None
    if _ONE_AT_A_TIME.acquire(timeout=seconds):
        try:
            done = run_apart(_CHILD, asked.encode(), seconds)
        finally:
            _ONE_AT_A_TIME.release()
    if done is None or done.code != 0:
        return [(Kind.UNREAD,) for _ in uploads]
    return [tuple(map(Kind, kinds)) for kinds in json.loads(done.wrote)]


def child() -> None:
    """Read documents from standard input and write what each may hold; no word of them is told."""
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    uploads = [Upload("", b64decode(text)) for text in json.loads(sys.stdin.buffer.read())]
    told = [[kind.value for kind in _kinds(*_read(one))] for one in uploads]
    sys.stdout.write(json.dumps(told))


def _read(one: Upload) -> tuple[str, bool]:
    """Return the text of a document, and whether all of it could be read."""
    if one.kind is FileKind.PDF:
        return _of_pdf(one.content)
    if one.kind in _INSIDE:
        return _of_archive(one.content, _INSIDE[one.kind])
    return _plain(one)


def _of_pdf(content: bytes) -> tuple[str, bool]:
    told: list[str] = []
    try:
        for text in pdf.texts(io.BytesIO(content)):
            told.append(text.decode("utf-8", "replace"))
            if sum(map(len, told)) > _MOST:
                return "\n".join(told), False
    except pdf.Closed:
        return "\n".join(told), False
    return "\n".join(told), True


def _of_archive(content: bytes, main: str) -> tuple[str, bool]:
    """Return the text of all parts, and whether there is nothing else, such as a picture."""
    told: list[str] = []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            archive.getinfo(main)
            whole = _parts_into(told, archive, main)
    except _DAMAGED:
        return "\n".join(told), False
    return "\n".join(told), whole


def _parts_into(told: list[str], archive: zipfile.ZipFile, main: str) -> bool:
    """Add the text of each part, and return whether that is all there is."""
    whole, room = True, 4 * _MOST
    for one in sorted(archive.infolist(), key=lambda one: one.filename != main):
        if not one.filename.endswith(".xml"):
            whole &= bool(_WITHOUT_TEXT.fullmatch(one.filename))
            continue
        with archive.open(one) as inside:
            # What was packed may be far larger than it was sent.
            part = inside.read(room + 1)
        room -= len(part)
        told.append(_text_of(part))
        whole &= b"\0" not in part  # another notation than UTF-8
        if room < 0:
            return False
    return whole


def _text_of(part: bytes) -> str:
    """Return what people read of a part of a document."""
    text = part.decode("utf-8", "replace")
    return unescape(_TAG.sub("\n", _WITHIN_WORDS.sub("", text)))
