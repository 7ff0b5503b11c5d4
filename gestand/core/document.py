"""Read a YAML file into nodes that know where they stand; nothing in it is trusted.

1. Scan the text, without parsing: too large, too many aliases, nested too deep.
2. Read the events of the parser into nodes. Texts stay texts: `no` is no boolean and
   `2026-12-01` no date until the policy or the data map asks for one.
3. After a mistake in the syntax the section around it is set aside and reading goes on.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import yaml
from yaml import CSafeLoader

from gestand.core.findings import Finding, Span
from gestand.core.found import Found, shown

CODES = {
    "G102": "a file is larger than one megabyte",
    "G103": "a file is not text in UTF-8",
    "G105": "a file is empty",
    "G106": "a line is indented with a tab",
    "G107": "the text is not YAML",
    "G108": "a file has more than a hundred aliases",
    "G109": "a file is nested deeper than fifty levels",
    "G110": "a file holds too many values, or its aliases would grow to that",
    "G111": "an anchor holds itself",
    "G112": "a value has an explicit tag",
    "G113": "a file has more than one document",
    "G114": "a key stands twice in the same place",
    "G115": "a key is not a plain word",
}

LARGEST = 1_000_000
MOST_ALIASES = 100
DEEPEST = 50
MOST_VALUES = 100_000
MOST_ATTEMPTS = 6
LARGE = 200_000
"""Beyond this size a file is read once, so that a mistake in it is still found in a second."""
MOST_TABS = 20


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single text; `plain` when it stands without quotes."""

    text: str
    plain: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Items:
    """A list of nodes."""

    items: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping: keys with their nodes, in order."""

    fields: tuple[tuple[Scalar, Node], ...]
    span: Span


Node = Scalar | Items | Fields


@dataclass(frozen=True)
class Document:
    """A file after reading; `whole` is False when a part of it had to be set aside."""

    root: Node | None
    findings: tuple[Finding, ...]
    whole: bool


def decode(data: bytes, file: str) -> tuple[str | None, list[Finding]]:
    """Return the text in `data`, or None with the finding why it is no text."""
    if b"\x00" in data[:8000]:
        return None, [_not_text(Span(file), "this is not a text file")]
    try:
        return data.decode("utf-8").removeprefix("\ufeff"), []
    except UnicodeDecodeError as error:
        before = data[: error.start]
        column = len(before) - (before.rfind(b"\n") + 1) + 1
        span = Span(file, before.count(b"\n") + 1, column)
        return None, [_not_text(span, "this is not text in UTF-8")]


def too_large(file: str) -> Finding:
    """Return the finding that `file` is too large to be read."""
    message = "the file is larger than 1 MB"
    return Finding(Span(file), "G102", message, "", "split it, or take out what is no policy")


def read(text: str, file: str) -> Document:
    """Read `text` into nodes; what is wrong becomes a finding, never an exception."""
    found = Found()
    text = text.removeprefix("\ufeff")
    if len(text) > LARGEST or len(text.encode("utf-8", "surrogatepass")) > LARGEST:
        return Document(None, (too_large(file),), whole=False)
    if odd := _UNREADABLE.search(text):
        span = _span_at(text, odd.start(), file)
        return Document(None, (_not_text(span, "a character here is not text"),), whole=False)
    root, whole = _attempts(text, file, found)
    if root is None and not found:
        found.add(Span(file), "G105", "the file is empty", "", "see the example for what it holds")
    return Document(root, tuple(sorted(found.all())), whole and root is not None)


def entry_at(text: str, span: Span) -> tuple[slice, slice | None] | None:
    """Return where a key stands in a text that `read` takes, and where its value stands.

    No place for a value that is no single text, or that may not stand in braces as it is.
    """
    events = yaml.parse(text, Loader=CSafeLoader)
    for event in events:
        mark = event.start_mark
        here = mark and (mark.line + 1, mark.column + 1) == (span.line, span.column)
        if here and isinstance(event, yaml.ScalarEvent):
            value = next(events)
            single = isinstance(value, yaml.AliasEvent | yaml.ScalarEvent)
            inside = single and getattr(value, "style", None) not in ("|", ">")
            return _place(event), _place(value) if inside else None
    return None


def _place(event: yaml.Event) -> slice:
    start, end = event.start_mark, event.end_mark
    return slice(start.index, end.index) if start and end else slice(0, 0)


# What YAML 1.1 does not count as printable, lone surrogates included.
_UNREADABLE = re.compile(
    r"[^\x09\x0A\x0D\x20-\x7E\x85\xA0-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD\U00010000-\U0010FFFF]"
)
_LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")


def lines(text: str) -> list[str]:
    """Return the lines of `text` as YAML counts them."""
    return _LINE_END.split(text)


def _span_at(text: str, offset: int, file: str) -> Span:
    before = lines(text[:offset])
    return Span(file, len(before), len(before[-1]) + 1)


def _not_text(span: Span, message: str) -> Finding:
    return Finding(span, "G103", message, "", "save it as plain text in UTF-8")


def _attempts(text: str, file: str, found: Found) -> tuple[Node | None, bool]:
    """Read, and after a mistake in the syntax once more without the section it stands in."""
    whole = True
    rest = lines(text)
    for _ in range(MOST_ATTEMPTS if len(text) < LARGE else 1):
        try:
            if refused := _over_limits("\n".join(rest), file):
                found.add(*refused)
                return None, False
            builder = _Builder(file, found, whole=whole)
            return builder.read("\n".join(rest)), whole and not builder.refused
        except yaml.MarkedYAMLError as error:
            start, end = _section(rest, _report_syntax(error, rest, file, found))
            if not any(rest[start:end]):
                return None, False
            rest[start:end] = [""] * (end - start)
            whole = False
        except yaml.YAMLError:
            found.add(
                Span(file), "G107", "this cannot be read as YAML", "", "save it as plain text"
            )
            return None, False
    return None, False


_SECTION = re.compile(r"[^\s#\-\]}%.]")


def _section(rest: list[str], number: int) -> tuple[int, int]:
    """Return the first line of the section around a line, and the line after its last one."""
    heads = [i for i, line in enumerate(rest) if _SECTION.match(line)]
    start = max((i for i in heads if i <= number), default=0)
    end = min((i for i in heads if i > number), default=len(rest))
    return start, end


Refusal = tuple[Span, str, str, str, str]

_DEEPER = {
    yaml.BlockMappingStartToken: 1,
    yaml.BlockSequenceStartToken: 1,
    yaml.FlowMappingStartToken: 1,
    yaml.FlowSequenceStartToken: 1,
    yaml.BlockEndToken: -1,
    yaml.FlowMappingEndToken: -1,
    yaml.FlowSequenceEndToken: -1,
}


def _over_limits(text: str, file: str) -> Refusal | None:
    """Scan `text` token by token; stop at the first limit that it breaks."""
    depth = aliases = values = 0
    for token in yaml.scan(text, Loader=CSafeLoader):
        depth += _DEEPER.get(type(token), 0)
        aliases += isinstance(token, yaml.AliasToken)
        values += isinstance(token, yaml.ScalarToken)
        if depth > DEEPEST or aliases > MOST_ALIASES or values > MOST_VALUES:
            mark = token.start_mark
            span = Span(file, mark.line + 1, mark.column + 1)
            if depth > DEEPEST:
                return _too_deep(span)
            return _too_many_aliases(span) if aliases > MOST_ALIASES else _too_many_values(span)
    return None


def _too_deep(span: Span) -> Refusal:
    message = f"this is nested deeper than {DEEPEST} levels"
    return span, "G109", message, "", "a policy needs about five"


def _too_many_aliases(span: Span) -> Refusal:
    message = f"the file has more than {MOST_ALIASES} aliases"
    return span, "G108", message, "", "write the values out"


def _too_many_values(span: Span) -> Refusal:
    message = f"the file holds more than {MOST_VALUES} values, aliases written out"
    return span, "G110", message, "", "split it, and write the values of aliases out"


_TROUBLES = (
    ("mapping values are not allowed", "there is a second `: ` on this line",
     "put a text that holds `: ` between quotes"),
    ("cannot start any token", "this character cannot begin a text",
     "put the text between quotes"),
    ("unexpected end of stream", "this quote is never closed", "close it"),
    ("unexpected document indicator", "this quote is never closed", "close it"),
    ("expected ',' or ']'", "this list is never closed, or a comma is missing in it",
     "close it with `]`"),
    ("expected ',' or '}'", "this mapping is never closed, or a comma is missing in it",
     "close it with `}`"),
    ("expected ':'", "there is no `:` after this key", "write `key: value`"),
    ("expected key", "this line does not belong to what stands above it",
     "check its indentation, and quotes that end too early"),
    ("expected '-' indicator", "this line does not belong to the list above it",
     "check its indentation"),
    ("expected <document start>", "this stands after the end of the document", "take it out"),
)  # fmt: skip
_OPENED = ("quoted scalar", "flow mapping", "flow sequence")


def _report_syntax(error: yaml.MarkedYAMLError, rest: list[str], file: str, found: Found) -> int:
    """Keep the finding for a mistake in the syntax and return its line, counted from 0."""
    mark = error.problem_mark or error.context_mark
    if error.context_mark and any(what in (error.context or "") for what in _OPENED):
        mark = error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    line = min(line, len(rest) - 1)
    tabs = _indented_with_tabs(rest, line)
    if tabs and (error.problem_mark is None or error.problem_mark.line in tabs):
        for number in tabs[:MOST_TABS]:
            span = Span(file, number + 1, rest[number].index("\t") + 1)
            found.add(span, "G106", "this line is indented with a tab", "", "indent with spaces")
        return line
    message, hint = _trouble(error.problem or "")
    fragment = rest[line][column : column + 1]
    found.add(Span(file, line + 1, column + 1), "G107", message, fragment, hint)
    return line


def _indented_with_tabs(rest: list[str], line: int) -> list[int]:
    start, end = _section(rest, line)
    return [n for n in range(start, end) if "\t" in rest[n][: -len(rest[n].lstrip()) or None]]


def _trouble(problem: str) -> tuple[str, str]:
    for sign, message, hint in _TROUBLES:
        if sign in problem:
            return message, hint
    return f"this is not YAML: {problem}", "check the quotes and the indentation"


@dataclass(frozen=True, slots=True)
class _Built:
    """A finished node, with the number of values and of levels it stands for."""

    node: Node
    size: int
    depth: int


@dataclass(slots=True)
class _Open:
    """A list or a mapping that is still being read."""

    mapping: bool
    span: Span
    anchor: str | None
    children: list[_Built] = field(default_factory=list)


class _Builder:
    """Build nodes from events, bottom up, and count what aliases would grow to.

    INVARIANT: a shared node is never written out; its size and depth are added instead.
    """

    def __init__(self, file: str, found: Found, *, whole: bool) -> None:
        self.file = file
        self.found = found
        self.whole = whole
        self.refused = False
        self._open: list[_Open] = []
        self._anchors: dict[str, _Built | None] = {}
        self._root: Node | None = None
        self._documents = 0
        self._size = 0
        self._steps: dict[type[yaml.Event], Callable[..., None]] = {
            yaml.DocumentStartEvent: self._document,
            yaml.ScalarEvent: self._scalar,
            yaml.AliasEvent: self._alias,
            yaml.MappingStartEvent: self._start,
            yaml.SequenceStartEvent: self._start,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
        }

    def read(self, text: str) -> Node | None:
        """Return the root of the first document, or None when it is empty or refused."""
        for event in yaml.parse(text, Loader=CSafeLoader):
            step = self._steps.get(type(event))
            if step is not None:
                step(event)
            if self.refused:
                return None
        return self._root

    def _span(self, event: yaml.Event) -> Span:
        mark = event.start_mark
        return Span(self.file, mark.line + 1, mark.column + 1) if mark else Span(self.file)

    def _refuse(self, refusal: Refusal) -> None:
        self.found.add(*refusal)
        self.refused = True

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents > 1:
            message = "a second document begins here"
            self._refuse((self._span(event), "G113", message, "", "make it a file of its own"))

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        span = self._span(event)
        self._check_tag(event.tag, span)
        self._add(_Built(Scalar(event.value, not event.style, span), 1, 0), event.anchor, span)

    def _alias(self, event: yaml.AliasEvent) -> None:
        span, name = self._span(event), event.anchor or ""
        built = self._anchors.get(name)
        if built is None:
            self._lost_alias(span, name)
            built = _Built(Scalar("", plain=True, span=span), 1, 0)
        self._add(built, None, span)

    def _lost_alias(self, span: Span, name: str) -> None:
        if name in self._anchors:
            message = f"anchor `{shown(name)}` holds itself"
            self.found.add(span, "G111", message, f"*{name}", "write the value out")
        elif self.whole:
            self.found.unknown("anchor", name, list(self._anchors), span)

    def _start(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        span = self._span(event)
        self._check_tag(event.tag, span)
        mapping = isinstance(event, yaml.MappingStartEvent)
        self._open.append(_Open(mapping, span, event.anchor))
        if event.anchor:
            self._anchors[event.anchor] = None
        if len(self._open) > DEEPEST:
            self._refuse(_too_deep(span))

    def _end(self, _event: yaml.Event) -> None:
        opened = self._open.pop()
        children = opened.children
        node = self._fields(opened) if opened.mapping else _items(opened)
        size = 1 + sum(child.size for child in children)
        depth = 1 + max((child.depth for child in children), default=0)
        self._add(_Built(node, size, depth), opened.anchor, opened.span)

    def _add(self, built: _Built, anchor: str | None, span: Span) -> None:
        if anchor:
            self._anchors[anchor] = built
        if built.size > MOST_VALUES:
            self._refuse(_too_many_values(span))
        elif len(self._open) + built.depth > DEEPEST:
            self._refuse(_too_deep(span))
        elif self._open:
            self._open[-1].children.append(built)
        else:
            empty = isinstance(built.node, Scalar) and built.node.plain and not built.node.text
            self._root = None if empty else built.node

    def _fields(self, opened: _Open) -> Fields:
        nodes = [child.node for child in opened.children]
        kept: dict[str, tuple[Scalar, Node]] = {}
        for key, value in zip(nodes[::2], nodes[1::2], strict=True):
            if not isinstance(key, Scalar) or key.text in ("", "<<"):
                self._odd_key(key)
            elif key.text in kept:
                first = kept[key.text][0].span.line
                message = f"`{shown(key.text)}` stands here a second time, after line {first}"
                hint = "take one of the two out"
                self.found.add(key.span, "G114", message, key.text, hint)
            else:
                kept[key.text] = (key, value)
        return Fields(tuple(kept.values()), opened.span)

    def _odd_key(self, key: Node) -> None:
        if isinstance(key, Scalar) and key.text == "<<":
            message, hint = "merging with `<<` is not in this version", "write the values out"
        else:
            message, hint = "a key must be a plain word", "write `key: value`"
        self.found.add(key.span, "G115", message, "", hint)

    def _check_tag(self, tag: str | None, span: Span) -> None:
        if tag is not None:
            message = f"the tag `{shown(tag)}` is not in this language"
            self.found.add(span, "G112", message, tag, "take it out: types follow from the place")


def _items(opened: _Open) -> Items:
    return Items(tuple(child.node for child in opened.children), opened.span)
