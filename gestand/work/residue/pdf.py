"""What a PDF says in words: its pages, its title, its fields, its notes and what is attached to it.

Whoever wrote it may have broken a word in two, or kept pages as pictures: then nobody can tell
what stands there without looking.
"""

from __future__ import annotations

import logging
import struct
import zlib
from collections.abc import Generator, Iterator
from importlib import import_module
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    # It is loaded with the first PDF: eleven megabytes that a website without one does not need.
    from pypdf import PdfReader
    from pypdf.generic import DictionaryObject

# It tells of what is odd in a file, sometimes with words of the file.
logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)


_DAMAGED = (
    ArithmeticError, AssertionError, AttributeError, EOFError, LookupError,
    RuntimeError, TypeError, ValueError, struct.error, zlib.error,
)  # fmt: skip
"""What a reader raises, beside errors of its own, where a file is not what it says."""


class Closed(Exception):
    """A file cannot be read, or not all of it."""


def texts(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield the texts of a PDF, each as bytes; raises Closed where some of it cannot be read."""
    damaged = (import_module("pypdf.errors").PyPdfError, *_DAMAGED)
    try:
        reader: PdfReader = import_module("pypdf").PdfReader(stream)
        bare = yield from _of_pages(reader)
        yield from _beside_pages(reader)
    except damaged as error:
        raise Closed from error
    if bare:
        raise Closed


def _of_pages(reader: PdfReader) -> Generator[bytes, None, bool]:
    """Yield what stands on each page; return whether there is one without a word."""
    bare = False
    for page in reader.pages:
        text = page.extract_text()
        bare |= not text.strip()
        yield _bytes(text)
        for note in page.get("/Annots") or ():
            yield from _strings(note.get_object())
    return bare


def _beside_pages(reader: PdfReader) -> Iterator[bytes]:
    yield from map(_bytes, (reader.metadata or {}).values())
    told = reader.root_object.get("/Metadata")
    stream = told.get_object() if told is not None else None
    if stream is not None and isinstance(stream, import_module("pypdf.generic").StreamObject):
        yield stream.get_data()
    for field in (reader.get_fields() or {}).values():
        yield from map(_bytes, (field.name, field.value))
    for name, contents in reader.attachments.items():
        yield _bytes(name)
        yield from contents


def _strings(note: DictionaryObject) -> Iterator[bytes]:
    """Yield the texts of a note on a page: its words, who wrote it, and where a link leads."""
    yield from (_bytes(note[key]) for key in ("/Contents", "/T", "/V") if key in note)
    action = note.get("/A")
    if action is not None and "/URI" in action.get_object():
        yield _bytes(action.get_object()["/URI"])


def _bytes(text: object) -> bytes:
    return text if isinstance(text, bytes) else str(text).encode("utf-8", "replace")
