"""A statement as values: blocks of sentences, each with its mark and its place in the file.

    Wij wissen dit uiterlijk {{ keep("recruitment") }}. {#recruitment.kept}
    Een cookie is een klein bestand. {explains}

A sentence ends at a full stop, question mark or exclamation mark, and at the end of its block.
After it stands its mark: the id of its promise, or that it only explains.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from gestand.core.findings import Span
from gestand.core.found import Found
from gestand.core.policy.placeholders import Form

CODES = {
    "G506": "a mark does not follow a sentence",
    "G508": "emphasis begins in one sentence and ends in another, or does not end",
}


@dataclass(frozen=True)
class Text:
    """Words of the author."""

    text: str
    span: Span = field(compare=False)


@dataclass(frozen=True)
class Placeholder:
    """A place that the policy fills."""

    form: Form
    argument: str
    span: Span = field(compare=False)

    def __str__(self) -> str:
        return f'{self.form.name}("{self.argument}")' if self.argument else self.form.call


Part = Text | Placeholder


@dataclass(frozen=True)
class Mark:
    """What a sentence is: the promise with this id, or, without an id, an explanation."""

    promise: str
    span: Span = field(compare=False)


@dataclass(frozen=True)
class Sentence:
    """A sentence and its mark; a sentence without a mark is a finding later on."""

    parts: tuple[Part, ...]
    mark: Mark | None
    span: Span = field(compare=False)

    @property
    def source(self) -> str:
        """The sentence as its author wrote it, in one line."""
        texts = (p.text if isinstance(p, Text) else f"{{{{ {p} }}}}" for p in self.parts)
        return " ".join("".join(texts).split())

    def placeholders(self) -> Iterator[Placeholder]:
        """Yield the placeholders of this sentence."""
        return (part for part in self.parts if isinstance(part, Placeholder))


@dataclass(frozen=True)
class Heading:
    """A heading; it promises nothing."""

    level: int
    parts: tuple[Part, ...]
    span: Span = field(compare=False)


@dataclass(frozen=True)
class Paragraph:
    """Sentences that belong together."""

    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Items:
    """A list; each item is one or more sentences."""

    ordered: bool
    items: tuple[tuple[Sentence, ...], ...]


@dataclass(frozen=True)
class Insert:
    """A table or block of facts, with its mark."""

    sentence: Sentence

    @property
    def placeholder(self) -> Placeholder:
        """The placeholder that makes the block."""
        return next(self.sentence.placeholders())


Block = Heading | Paragraph | Items | Insert


@dataclass(frozen=True)
class Passage:
    """The text of one block, where each of its lines stands, and what braces it holds.

    `plain` is the text with placeholders, marks, link targets and emphasis blanked out, of
    the same length, so that an offset in it is a place in the file.
    """

    text: str
    plain: str
    file: str
    starts: tuple[tuple[int, int, int], ...]

    def span(self, offset: int) -> Span:
        """Return the place in the file of an offset in the text."""
        start, line, column = self.starts[bisect_right(self.starts, (offset, 1 << 60, 0)) - 1]
        return Span(self.file, line, column + offset - start)

    def links(self) -> Iterator[tuple[int, str]]:
        """Yield the headings that the passage links to, with their offsets."""
        return ((found.start(), found[1]) for found in _LINK.finditer(self.text))


@dataclass(frozen=True)
class Statement:
    """The words of one language, as blocks of sentences."""

    language: str
    file: str
    source: str = field(repr=False)
    blocks: tuple[Block, ...]
    passages: tuple[Passage, ...] = field(repr=False)

    def sentences(self) -> Iterator[Sentence]:
        """Yield every sentence, in order; a block of facts counts as one."""
        for block in self.blocks:
            if isinstance(block, Paragraph):
                yield from block.sentences
            elif isinstance(block, Items):
                yield from (sentence for item in block.items for sentence in item)
            elif isinstance(block, Insert):
                yield block.sentence

    def placeholders(self) -> Iterator[Placeholder]:
        """Yield every placeholder, headings included."""
        for block in self.blocks:
            if isinstance(block, Heading):
                yield from (part for part in block.parts if isinstance(part, Placeholder))
        for sentence in self.sentences():
            yield from sentence.placeholders()


_LINK = re.compile(r"(?<=\]\(#)([^()\s#]+)")
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]*_]*+(?=\s|\Z)")
_NEXT = re.compile(r"\s*(\S?)")
_SHORT = re.compile(
    r"(?:\b\w|\b(?:art|bijv|bv|ca|dr|drs|etc|evt|excl|incl|ing|ir|jr|mr|nr|prof|tel|vgl|zgn|"
    r"Inc|Ltd|Corp|Co|Mr|Mrs|Ms|Dr|Nr|No|Art))\Z"
)

Token = tuple[int, str | Placeholder | Mark]
"""A text, placeholder or mark, with its offset in the passage."""


class Splitter:
    """Cut the tokens of one block into sentences, each with its mark.

    `{explains}` as the first thing in a block counts for all of its sentences.
    """

    def __init__(self, passage: Passage, found: Found) -> None:
        self._passage = passage
        self._found = found
        self._done: list[Sentence] = []
        self._parts: list[Part] = []
        self._complete = False
        self._default: Mark | None = None

    def split(self, tokens: Iterable[Token]) -> list[Sentence]:
        """Return the sentences in `tokens`."""
        for offset, token in tokens:
            if isinstance(token, Mark):
                self._take_mark(token)
            elif isinstance(token, Placeholder):
                self._take_part(token)
            else:
                self._take_text(offset, token)
        self._close(self._default)
        return self._done

    def _take_mark(self, mark: Mark) -> None:
        if self._has_words():
            self._close(mark)
        elif not (self._done or self._default or mark.promise):
            self._default = mark
        else:
            then = "put it after the sentence that it belongs to"
            self._found.add(mark.span, "G506", "this mark follows no sentence", mark.promise, then)

    def _take_part(self, part: Part) -> None:
        if self._complete:
            self._close(self._default)
        self._parts.append(part)

    def _take_text(self, offset: int, text: str) -> None:
        """Take a text, which may hold the ends of several sentences."""
        begin = 0
        for end in _END.finditer(text):
            if _ends_sentence(text, end):
                self._take_words(offset + begin, text[begin : end.end()])
                self._complete = self._has_words()
                begin = end.end()
        self._take_words(offset + begin, text[begin:])

    def _take_words(self, offset: int, words: str) -> None:
        if self._complete or not self._parts:
            offset += len(words) - len(words.lstrip())
            words = words.lstrip()
        if words:
            self._take_part(Text(words, self._passage.span(offset)))

    def _has_words(self) -> bool:
        return any(
            isinstance(part, Placeholder) or any(c.isalnum() for c in part.text)
            for part in self._parts
        )

    def _close(self, mark: Mark | None) -> None:
        if self._has_words():
            sentence = Sentence(tuple(self._parts), mark, self._parts[0].span)
            self._done.append(sentence)
            self._check_emphasis(sentence)
        else:
            self._refuse_rest()
        self._parts, self._complete = [], False

    def _refuse_rest(self) -> None:
        """Refuse what is left without words, such as a full stop after its mark."""
        rest = "".join(part.text for part in self._parts if isinstance(part, Text)).strip()
        if rest:
            then = "put the mark after the full stop"
            message = "these characters belong to no sentence"
            self._found.add(self._parts[0].span, "G506", message, rest, then)

    def _check_emphasis(self, sentence: Sentence) -> None:
        if sentence.source.count("**") % 2:
            then = "close `**` before the sentence ends"
            message = "emphasis does not end in its sentence"
            self._found.add(sentence.span, "G508", message, "**", then)


def _ends_sentence(text: str, end: re.Match[str]) -> bool:
    """Tell a full stop that ends a sentence from one that ends an abbreviation."""
    following = _NEXT.match(text, end.end())
    if following is not None and following[1].islower():
        return False
    before = text[max(0, end.start() - 6) : end.start()]
    return not (end[0].startswith(".") and _SHORT.search(before))
