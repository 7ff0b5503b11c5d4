"""Turn a statement and its policy into a document: every placeholder becomes words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from gestand.core.policy.fill import Edition, Filler, fill_block
from gestand.core.policy.model import Policy
from gestand.core.policy.published import (
    Block,
    Document,
    Line,
    Listing,
    Prose,
    Section,
    Subheading,
    Table,
    escape,
)
from gestand.core.policy.sentences import Block as Written
from gestand.core.policy.sentences import (
    Heading,
    Insert,
    Items,
    Paragraph,
    Part,
    Placeholder,
    Sentence,
    Statement,
)
from gestand.core.policy.words import GRAMMARS, capitalised
from gestand.core.promises import slug

VERSION_LENGTH = 12


def version_of(texts: Iterable[str]) -> str:
    """Return a short digest of `texts`; it changes when any of them does."""
    digest = sha256()
    for text in texts:
        body = text.encode("utf-8", "surrogatepass")
        digest.update(len(body).to_bytes(8) + body)
    return digest.hexdigest()[:VERSION_LENGTH]


def lapsed_attestations(policy: Policy, on: date) -> tuple[str, ...]:
    """Return the attestations that do not count on a day: no longer, or not yet."""
    return tuple(
        id_
        for id_, claim in policy.attestations.items()
        if claim.until < on or (claim.begins is not None and claim.begins > on)
    )


def render(policy: Policy, statement: Statement, edition: Edition) -> Document:
    """Return the published words of `statement`.

    A sentence about an attestation that does not count is left out, and with it a list or
    a section in which nothing else stands. The statement has passed `check_statements`.
    """
    filler = Filler(policy, GRAMMARS[statement.language], edition)
    writer = _Writer(filler, anchors(statement))
    title = next(block for block in statement.blocks if isinstance(block, Heading))
    blocks = [block for block in statement.blocks if block is not title]
    intro, sections = writer.divide(blocks)
    return Document(
        language=statement.language,
        title=writer.inline(title.parts),
        controller=escape(policy.controller.name),
        version=edition.version,
        effective=filler.grammar.day(policy.effective),
        intro=intro,
        sections=sections,
    )


@dataclass(frozen=True)
class _Writer:
    filler: Filler
    anchors: dict[int, str]

    def divide(self, blocks: list[Written]) -> tuple[tuple[Block, ...], tuple[Section, ...]]:
        """Return what stands before the first section, and the sections."""
        intro: list[Block] = []
        sections: list[Section] = []
        under = intro
        for block in blocks:
            if isinstance(block, Heading) and block.level <= 2:
                _close(sections, under)
                heading = self.inline(block.parts)
                sections.append(Section(heading, self.anchors[id(block)], ()))
                under = []
            else:
                under += self.written(block)
        _close(sections, under)
        return tuple(intro), tuple(section for section in sections if section.blocks)

    def written(self, block: Written) -> Iterator[Block]:
        """Yield what a block of the statement becomes: itself, or nothing."""
        if isinstance(block, Heading):
            heading = self.inline(block.parts)
            yield Subheading(block.level, heading, self.anchors[id(block)])
        elif isinstance(block, Insert):
            yield from self._insert(block)
        elif isinstance(block, Paragraph):
            lines = self._lines(block.sentences)
            if lines:
                yield Prose(lines)
        else:
            yield from self._listing(block)

    def _insert(self, block: Insert) -> Iterator[Block]:
        call = block.placeholder
        filled = fill_block(self.filler, call.form, call.argument)
        mark = block.sentence.mark
        if isinstance(filled, Table) and mark:
            filled = replace(filled, promise=mark.promise)
        if filled is not None:
            yield filled

    def _listing(self, block: Items) -> Iterator[Block]:
        items = [self._lines(item) for item in block.items]
        if any(items):
            yield Listing(block.ordered, tuple(item for item in items if item))

    def _lines(self, sentences: tuple[Sentence, ...]) -> tuple[Line, ...]:
        return tuple(self._line(one) for one in sentences if not self._has_lapsed(one))

    def _line(self, sentence: Sentence) -> Line:
        promise = sentence.mark.promise if sentence.mark else ""
        return Line(self.inline(sentence.parts), promise)

    def _has_lapsed(self, sentence: Sentence) -> bool:
        lapsed = lapsed_attestations(self.filler.policy, self.filler.edition.on)
        if sentence.mark and sentence.mark.promise in {f"attested.{slug(id_)}" for id_ in lapsed}:
            return True
        named = (call for call in sentence.placeholders() if call.form.name == "attestation")
        return any(call.argument in lapsed for call in named)

    def inline(self, parts: tuple[Part, ...]) -> str:
        """Return a sentence or heading with its placeholders filled."""
        words = ""
        for part in parts:
            if isinstance(part, Placeholder):
                words += self._filled(part, words)
            else:
                text = re.sub(r"\s+", " ", part.text)
                # "... B.V." ends with the full stop that the author typed after it as well.
                words += text[1:] if words.endswith(".") and text.startswith(".") else text
        return words.strip()

    def _filled(self, part: Placeholder, before: str) -> str:
        limited = before.rstrip().lower().endswith(self.filler.grammar.limits)
        words = self.filler.fill(part.form, part.argument, limit=not limited) or ""
        is_name = "." in part.form.name
        return words if before.strip() or is_name else capitalised(words)


def _close(sections: list[Section], under: list[Block]) -> None:
    """Put blocks in the section that is open, without headings that have nothing under them."""
    if sections:
        sections[-1] = replace(sections[-1], blocks=tuple(_with_content(under)))


def _with_content(blocks: list[Block]) -> list[Block]:
    kept: list[Block] = []
    for block in reversed(blocks):
        below = kept[-1] if kept else None
        empty = below is None or (
            isinstance(below, Subheading)
            and isinstance(block, Subheading)
            and below.level <= block.level
        )
        if not (isinstance(block, Subheading) and empty):
            kept.append(block)
    return kept[::-1]


def anchors(statement: Statement) -> dict[int, str]:
    """Return for each heading (by identity) the name with which a link reaches it.

    Names come from the source, not from the policy, so that links survive a new title.
    """
    found: dict[int, str] = {}
    taken = {sentence.mark.promise for sentence in statement.sentences() if sentence.mark}
    seen: Counter[str] = Counter()
    for block in statement.blocks:
        if isinstance(block, Heading):
            name = base = _anchor(block)
            while name in taken:
                seen[base] += 1
                name = f"{base}-{seen[base] + 1}"
            taken.add(name)
            found[id(block)] = name
    return found


def _anchor(heading: Heading) -> str:
    words = (p.argument if isinstance(p, Placeholder) else p.text for p in heading.parts)
    plain = unicodedata.normalize("NFKD", " ".join(words)).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower())) or "part"
