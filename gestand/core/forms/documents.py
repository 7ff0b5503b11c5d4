"""Documents that somebody sends along: what they are by their content, whatever they are called.

A name says nothing: what a file is stands in its first bytes. What is none of a few known kinds is
refused, and so is a document with a program in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from gestand.core.policy.model import Words

MOST, LARGEST = 5, 5_000_000
"""How many documents one form takes, and how many bytes each may have."""


class FileKind(Enum):
    """What a document is; the value is the ending of the name under which it is kept."""

    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    TEXT = "txt"
    PNG = "png"
    JPEG = "jpg"


class WrongFile(Enum):
    """Why documents are not taken."""

    MISSING = "missing"
    MANY = "too many"
    LARGE = "too large"
    EMPTY = "empty"
    OTHER = "of another kind"
    PROGRAM = "with a program in it"
    GONE = "not there any more"
    BUSY = "too much that waits"


@dataclass(frozen=True)
class Documents:
    """Where the documents of a form land: a row of `table` each, which points at the form's row.

    `points` is the column by which it does, `stored` the column of the name under which the file
    stands in `folder`. The columns in `titles` hold the name that it came with, of at most so many
    characters.
    """

    table: str
    name: str
    label: Words
    required: bool
    points: str
    stored: str
    folder: str
    titles: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Upload:
    """A document as it came: the name that somebody gave it, and its bytes."""

    name: str
    content: bytes = field(repr=False)

    @property
    def kind(self) -> FileKind | None:
        """What it is; None for what is none of the known kinds."""
        return kind_of(self.content)


_BEGINS = (
    (b"%PDF-", FileKind.PDF),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"\xff\xd8\xff", FileKind.JPEG),
)
_ZIP, _WORD, _MACROS = b"PK\x03\x04", b"word/document.xml", b"vbaProject.bin"
_ODT = b"mimetypeapplication/vnd.oasis.opendocument.text"
_ODT_AT, _ODT_ENDS = 30, (b"PK", b"\x00")
_ODD = bytes({*range(32)} - {*b"\t\n\r\x0c"})


def kind_of(content: bytes) -> FileKind | None:
    """Return what a document is by its content; None for what is none of the known kinds."""
    for begins, kind in _BEGINS:
        if content.startswith(begins):
            return kind
    if content.startswith(_ZIP):
        return _of_zip(content)
    return FileKind.TEXT if _is_text(content) else None


def _of_zip(content: bytes) -> FileKind | None:
    """Return what an archive is: the names in it stand there as they are."""
    if content[_ODT_AT:].startswith(_ODT):
        return FileKind.ODT if content[_ODT_AT + len(_ODT) :].startswith(_ODT_ENDS) else None
    return FileKind.DOCX if _WORD in content else None


def _is_text(content: bytes) -> bool:
    """Tell whether it is plain text: nothing that a browser could take for a page."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return content.translate(None, _ODD) == content and not text.lstrip().startswith("<")


def wrong_with(documents: Documents, uploads: Sequence[Upload]) -> WrongFile | None:
    """Return what is wrong with the documents of a form; None where nothing is."""
    if not uploads:
        return WrongFile.MISSING if documents.required else None
    if len(uploads) > MOST:
        return WrongFile.MANY
    return next((found for one in uploads if (found := _wrong(one))), None)


def _wrong(one: Upload) -> WrongFile | None:
    if not one.content:
        return WrongFile.EMPTY
    if len(one.content) > LARGEST:
        return WrongFile.LARGE
    if _MACROS in one.content:
        return WrongFile.PROGRAM
    return None if one.kind else WrongFile.OTHER


def shown_name(name: str, longest: int) -> str:
    """Return the name of a file as it may be kept: without folders, and short enough."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return ("".join(c for c in last if c.isprintable()).strip() or "-")[:longest]
