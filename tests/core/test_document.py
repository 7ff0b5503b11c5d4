"""Reading YAML into nodes: what is refused, what is told, where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gestand.core import document
from gestand.core.document import Document, Fields, Items, Node, Scalar, decode, read
from gestand.core.findings import Span
from gestand.core.found import MOST, Found, Word, shown, span_of
from tests.core.small import well_told

Plain = str | list["Plain"] | dict[str, "Plain"]

BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)

REFUSED = [
    ("G102", "a: " + "x" * 1_000_001, (1, 1)),
    ("G102", "é" * 500_001, (1, 1)),
    ("G103", "a: b\nc: \x07", (2, 4)),
    ("G103", "a: \ud800", (1, 4)),
    ("G105", "", (1, 1)),
    ("G105", "# nothing but words\n\n", (1, 1)),
    ("G105", "---\n", (1, 1)),
    ("G108", "a: &x 1\nb: [" + "*x, " * 101 + "]", (2, 405)),
    ("G109", "[" * 51 + "]" * 51, (1, 51)),
    ("G109", "[" * 500_000, (1, 51)),
    ("G109", "- " * 51 + "a", (1, 101)),
    ("G109", "".join("  " * n + "a:\n" for n in range(60)), (51, 101)),
    ("G109", "a: &a " + "[" * 40 + "]" * 40 + "\nb: " + "[" * 20 + "*a" + "]" * 20, (2, 24)),
    ("G110", BOMB, (5, 4)),
    ("G110", "[" + "a," * 100_001 + "]", (1, 200_002)),
    ("G113", "a: 1\n---\nb: 2\n", (2, 1)),
]

TOLD = [
    ("G104", "a: *b", (1, 4)),
    ("G106", "a:\n\tb: 1\n", (2, 1)),
    ("G106", "a:\n  b: 1\n \tc: 2\n", (3, 2)),
    ("G107", "a: b: c", (1, 5)),
    ("G107", "a: @b", (1, 4)),
    ("G107", 'a: "b\nc: d\n', (1, 4)),
    ("G107", "a: {b: c\n", (1, 4)),
    ("G107", "a: [b, c\n", (1, 4)),
    ("G107", "- a\nb: c", (2, 1)),
    ("G107", "a:\n   b: c\n  d: e\n", (3, 3)),
    ("G107", "a: b\n...\nc: d", (3, 1)),
    ("G107", "%YAML 9.9\n---\na: b", (1, 1)),
    ("G111", "a: &x [*x]", (1, 8)),
    ("G111", "a: &x {b: {c: *x}}", (1, 15)),
    ("G112", "a: !!python/object:os.system x", (1, 4)),
    ("G112", "a: !!binary aGFsbG8=", (1, 4)),
    ("G112", "a: ! x", (1, 4)),
    ("G112", "a: !own {b: c}", (1, 4)),
    ("G114", "a: 1\nb: 2\na: 3\n", (3, 1)),
    ("G115", "? [a]\n: b\nc: d\n", (1, 3)),
    ("G115", "<<: {a: b}\n", (1, 1)),
]


def plain(node: Node | None) -> Plain | None:
    """Return a node as plain lists and dictionaries."""
    if isinstance(node, Items):
        return [plain(item) or "" for item in node.items]
    if isinstance(node, Fields):
        return {key.text: plain(value) or "" for key, value in node.fields}
    return node.text if node else None


def places(found: Document) -> set[tuple[str, tuple[int, int]]]:
    return {(f.code, (f.span.line, f.span.column)) for f in found.findings}


@pytest.mark.parametrize(("code", "text", "place"), REFUSED)
def test_a_text_beyond_the_limits_is_refused(code: str, text: str, place: tuple[int, int]) -> None:
    found = read(text, "policy.yaml")
    assert (found.root, found.whole) == (None, False)
    assert places(found) == {(code, place)}


@pytest.mark.parametrize(("code", "text", "place"), TOLD)
def test_a_mistake_is_told_with_its_place(code: str, text: str, place: tuple[int, int]) -> None:
    found = read(text, "policy.yaml")
    assert (code, place) in places(found)
    assert well_told(list(found.findings))


def test_every_code_has_a_case() -> None:
    assert {code for code, _, _ in REFUSED + TOLD} - {"G104"} == set(document.CODES)


def test_texts_stay_texts() -> None:
    text = "[no, yes, 012, 1_000, 2026-12-01, 1:30, .5, 1e3, null, salutation?, pd:Name, =]"
    root = read(text, "policy.yaml").root
    assert plain(root) == text.strip("[]").split(", ")


def test_a_node_knows_where_it_stands() -> None:
    root = read("a:\n  b: [c, {d: e}]\n", "policy.yaml").root
    assert isinstance(root, Fields)
    inner = root.fields[0][1]
    assert isinstance(inner, Fields)
    key, value = inner.fields[0]
    assert (str(key.span), str(value.span)) == ("policy.yaml:2:3", "policy.yaml:2:6")


def test_an_alias_stands_for_its_anchor() -> None:
    found = read("a: &x {b: c}\nd: [*x, *x]\n", "policy.yaml")
    assert plain(found.root) == {"a": {"b": "c"}, "d": [{"b": "c"}, {"b": "c"}]}
    assert found.findings == ()


def test_fifty_levels_and_a_hundred_aliases_are_allowed() -> None:
    deep = "[" * 48 + "]" * 48
    found = read(f"a: &x 1\nb: [{'*x, ' * 100}]\nc: {deep}\n", "policy.yaml")
    assert found.findings == ()


def test_reading_goes_on_after_a_mistake_in_the_syntax() -> None:
    text = "a: [1\nb: 2\nc: {d: @}\ne: 5\nf:\n\t- g\n"
    found = read(text, "policy.yaml")
    assert [(f.code, f.span.line) for f in found.findings] == [
        ("G107", 1),
        ("G107", 3),
        ("G106", 6),
    ]
    assert (plain(found.root), found.whole) == ({"b": "2", "e": "5"}, False)


def test_every_line_with_a_tab_is_told() -> None:
    found = read("a:\n\tb: 1\n\tc: 2\nd:\n  - e\n", "policy.yaml")
    assert [str(f.span) for f in found.findings] == ["policy.yaml:2:1", "policy.yaml:3:1"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\x7fELF\x00\x00", "policy.yaml:1:1  G103  this is not a text file"),
        ("a: é".encode("latin-1"), "policy.yaml:1:4  G103  this is not text in UTF-8"),
        ("a: b\nc: é".encode("utf-16"), "policy.yaml:1:1  G103  this is not a text file"),
        (b"a: b\nc: \xff", "policy.yaml:2:4  G103  this is not text in UTF-8"),
    ],
)
def test_what_is_no_text_is_told(data: bytes, message: str) -> None:
    text, findings = decode(data, "policy.yaml")
    assert text is None
    assert str(findings[0]).startswith(message)


def test_a_byte_order_mark_is_no_mistake() -> None:
    text, findings = decode(b"\xef\xbb\xbfa: b", "policy.yaml")
    assert (text, findings) == ("a: b", [])


@given(st.text() | st.text(alphabet="ab:-[]{}&*!?|>#,'\" \n\t%@`<~.", max_size=60))
def test_reading_never_raises(text: str) -> None:
    found = read(text, "policy.yaml")
    assert found.root is not None or found.findings
    assert all(finding.span.line >= 1 for finding in found.findings)


@given(st.binary())
def test_decoding_never_raises(data: bytes) -> None:
    text, findings = decode(data, "policy.yaml")
    assert (text is None) == bool(findings)


def test_findings_are_kept_once_and_not_without_end() -> None:
    found = Found()
    for number in range(MOST + 10):
        found.add(Span("a", number + 1), "G107", "wrong")
        found.add(Span("a", number + 1), "G107", "wrong")
    last = found.all()[-1]
    assert len(found.all()) == MOST + 1
    assert (last.code, last.message) == (
        "G116",
        "there are more than 500 findings; the rest is not shown",
    )


def test_a_message_never_steers_a_terminal() -> None:
    assert shown("\x1b[31mred`\n") == "\\x1b[31mred\\x60\\x0a"
    assert len(shown("x" * 1000)) == 60


def test_a_word_is_a_text_that_remembers_its_place() -> None:
    word = Word("name", Span("a", 2, 3))
    assert (word, span_of(word, Span("b"))) == ("name", Span("a", 2, 3))
    assert span_of("name", Span("b")) == Span("b")
    assert isinstance(Scalar("a", True, Span("a")).text, str)
