"""Documents of forms by themselves: how they wait, how they come in parts, what is read of them."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from time import monotonic

import pytest

from gestand.core.forms.documents import Upload
from gestand.core.forms.pointed import Kind
from gestand.surfaces.web.multipart import parts_of
from gestand.surfaces.web.quarantine import LIFE, MOST_BYTES, Quarantine
from gestand.work.forms.looked_into import pointed_in


def test_what_waits_is_not_held_for_long() -> None:
    clock = [0.0]
    quarantine = Quarantine(lambda: clock[0])
    first, second = (quarantine.hold("order", [Upload("cv.txt", b"a")]) for _ in range(2))
    assert [len(quarantine.held("order", first)) for _ in range(2)] == [1, 1]
    assert quarantine.held("contact", first) == quarantine.held("order", "") == ()
    quarantine.let_go(first)
    assert [len(quarantine.held("order", word)) for word in (first, second)] == [0, 1]
    clock[0] = LIFE
    assert quarantine.held("order", second) == () and quarantine.hold("order", []) == ""
    large = [Upload("a", bytes(MOST_BYTES * 6 // 10))]
    words = [quarantine.hold("order", large) for _ in range(2)]
    assert [len(quarantine.held("order", word)) for word in words] == [1, 0]


def test_what_waits_goes_where_nobody_comes_by() -> None:
    quarantine = Quarantine(monotonic, life=0.01)
    for _ in range(3):
        assert quarantine.hold("order", [Upload("cv.txt", b"a")])
    while timer := quarantine._timer:
        timer.join()
    assert not quarantine._all


@pytest.mark.parametrize("body", [
    b"", b"--x", b"--x\r\n\r\na\r\n--x--", b"a\r\n--x\r\nA: b\r\n\r\nc\r\n--x--",
    b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\nb\r\n--x--",
])
def test_what_is_not_in_parts_is_refused(body: bytes) -> None:
    for kind in ("multipart/form-data; boundary=x", "multipart/form-data"):
        with pytest.raises(ValueError, match="part|boundary"):
            parts_of(kind, body)


def test_many_small_parts_are_refused_without_being_taken_apart() -> None:
    body = b"--x" + b"\r\n--x;a" * 200_000 + b"--\r\n"
    tracemalloc.start()
    try:
        with pytest.raises(ValueError, match="not in parts"):
            parts_of("multipart/form-data; boundary=x", body)
        assert tracemalloc.get_traced_memory()[1] < 4 * len(body)
    finally:
        tracemalloc.stop()


def archive(**parts: str) -> bytes:
    """Return a Word document, or another, of parts that are called so."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return packed.getvalue()


WORD = {"word/document.xml": "<w:t>Ik ben zwan</w:t><w:t>ger</w:t>"}


def test_a_document_is_read_where_a_program_can() -> None:
    health = archive(**WORD)
    found = pointed_in([
        Upload("a.docx", health), Upload("b.docx", health[:-30]), Upload("c.pdf", b"%PDF-1.4"),
        Upload("d.txt", b"a"), Upload("d.txt", b"BSN 111222333"),
    ])
    assert found == {
        "a.docx": (Kind.HEALTH,), "b.docx": (Kind.UNREAD,), "c.pdf": (Kind.UNREAD,),
        "d.txt": (Kind.NATIONAL_NUMBER,),
    }
    slow = pointed_in([Upload("a.docx", health)], seconds=0.001)
    assert slow == {"a.docx": (Kind.UNREAD,)}


PLAIN = {"word/document.xml": "<w:t>Ik kom graag.</w:t>", "_rels/.rels": "", "docProps/": ""}


@pytest.mark.parametrize(("parts", "kinds"), [
    ({}, ()),
    ({"word/media/image1.png": "x"}, (Kind.UNREAD,)),
    ({"word/comments.xml": "\0<w:t>x"}, (Kind.UNREAD,)),
    ({"word/footer1.xml": "<w:t>BSN 111</w:t><w:b/><w:t>222333</w:t>"}, (Kind.NATIONAL_NUMBER,)),
    ({"word/footer1.xml": "<w:p>111222</w:p><w:p>333</w:p>"}, ()),
    ({"word/footer1.xml": "<w:t>111222<w:tab/>333"}, ()),
    ({"word/notes.xml": "<w:t>ate&#239;st"}, (Kind.RELIGION,)),
    ({"docProps/app.xml": "<Words>111222</Words><Lines>333</Lines>"}, ()),
    ({"word/notes.xml": "x" * 8_000_000}, (Kind.UNREAD,)),
])
def test_all_parts_of_a_document_are_read(parts: dict[str, str], kinds: tuple[Kind, ...]) -> None:
    found = pointed_in([Upload("a.docx", archive(**PLAIN, **parts))])
    assert found == ({"a.docx": kinds} if kinds else {})
