"""What stands in a document that somebody sends along, as far as a program can read it."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Sequence

from gestand.core.forms.documents import FileKind, Upload
from gestand.core.forms.pointed import Kind, pointed
from gestand.work.residue import pdf

_INSIDE = {FileKind.DOCX: "word/document.xml", FileKind.ODT: "content.xml"}
_TAG = re.compile(r"<[^>]*>")
_MOST = 2_000_000
"""Characters of a document that are looked through."""

_DAMAGED = (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, zlib.error, OSError)


def pointed_in(uploads: Sequence[Upload]) -> dict[str, tuple[Kind, ...]]:
    """Return, by the name of a document, what it may hold that nobody needs.

    Of what no program can read, such as a picture, that is said as well: only a person can look.
    """
    found = {one.name: _in(one) for one in uploads}
    return {name: kinds for name, kinds in found.items() if kinds}


def _in(one: Upload) -> tuple[Kind, ...]:
    text, whole = _text(one)
    return (*pointed(text[:_MOST]), *(() if whole else (Kind.UNREAD,)))


def _text(one: Upload) -> tuple[str, bool]:
    """Return the text of a document, and whether all of it could be read."""
    if one.kind is FileKind.TEXT:
        return one.content.decode("utf-8", "replace"), True
    if one.kind is FileKind.PDF:
        return _of_pdf(one.content)
    if one.kind in _INSIDE:
        return _of_archive(one.content, _INSIDE[one.kind])
    return "", False


def _of_pdf(content: bytes) -> tuple[str, bool]:
    told: list[str] = []
    try:
        for text in pdf.texts(io.BytesIO(content)):
            told.append(text.decode("utf-8", "replace"))
            if sum(map(len, told)) > _MOST:
                break
    except pdf.Closed:
        return "\n".join(told), False
    return "\n".join(told), True


def _of_archive(content: bytes, name: str) -> tuple[str, bool]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(name) as inside:
            # What was packed may be far larger than it was sent.
            text = inside.read(4 * _MOST).decode("utf-8", "replace")
    except _DAMAGED:
        return "", False
    return _TAG.sub(" ", text), True
