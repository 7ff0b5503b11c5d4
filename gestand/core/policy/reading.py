"""Read a statement: Markdown of headings, paragraphs and lists, with placeholders and marks.

Reading never raises and never stops at a mistake: what it cannot read becomes a finding, and
the rest of the file is read all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gestand.core.findings import Finding, Span
from gestand.core.found import Found, shown
from gestand.core.policy.placeholders import FORMS, NAMES
from gestand.core.policy.sentences import (
    Block,
    Heading,
    Insert,
    Items,
    Mark,
    Paragraph,
    Part,
    Passage,
    Placeholder,
    Sentence,
    Splitter,
    Statement,
    Text,
    Token,
)

CODES = {
    "G501": "a brace in the statement is not part of a placeholder or a mark",
    "G502": "a placeholder cannot be read",
    "G503": "a placeholder is not known",
    "G504": "a placeholder has an argument too many or too few",
    "G505": "a mark is not known",
    "G506": "a mark does not follow a sentence",
    "G507": "the statement uses something that its language does not have",
    "G509": "the statement does not begin with one title",
    "G510": "a table or block of facts stands within a sentence",
    "G511": "a link leads outside the statement",
    "G512": "the statement is empty",
    "G513": "the statement is too long",
}


LONGEST = 200_000
"""So many characters are about sixty pages: more than anybody reads, or can be asked to."""


def parse_statement(text: str, file: str, language: str) -> tuple[Statement | None, list[Finding]]:
    """Return the statement in `text` and what is wrong with how it is written."""
    if len(text) > LONGEST:
        message = f"the statement has {len(text):,} characters, and may have {LONGEST:,}"
        return None, [Finding(Span(file), "G513", message, "", "say it in fewer words")]
    reader = _Reader(file)
    for line_number, line in enumerate(_lines(text), start=1):
        reader.read(line_number, line)
    reader.end()
    if not reader.blocks:
        then = "begin with a title: `# Privacy statement`"
        reader.found.add(Span(file), "G512", "the statement is empty", "", then)
        return None, reader.found.all()
    reader.check_title()
    statement = Statement(language, file, text, tuple(reader.blocks), tuple(reader.passages))
    return statement, sorted(reader.found.all(), key=lambda finding: finding.span)


def _lines(text: str) -> list[str]:
    return re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))


_INSTEAD = "use headings, paragraphs, lists, emphasis and placeholders"
_HEADING = re.compile(r"(#{1,6})[ \t]+(?=\S)")
_ITEM = re.compile(r"([-*+]|\d{1,9}[.)])[ \t]+(?=\S)")
_FOREIGN = (
    (re.compile(r"(```|~~~)"), "a block of code"),
    (re.compile(r">"), "a quotation"),
    (re.compile(r"\|"), "a table"),
    (re.compile(r"(=+|-+|(\*[ \t]*){3,}|(_[ \t]*){3,}|(-[ \t]*){3,})\Z"), "a line"),
    (re.compile(r"\[[^\]]*\]:"), "a reference link"),
)
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]"
)


class _Reader:
    """Collect lines into blocks; the state of reading one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.blocks: list[Block] = []
        self.passages: list[Passage] = []
        self.found = Found()
        self._lines: list[tuple[int, int, str]] = []
        self._items: list[tuple[Sentence, ...]] = []
        self._ordered = False
        self._in_item = False

    def read(self, number: int, line: str) -> None:
        """Take one line."""
        text = line.strip(" \t")
        column = len(line) - len(line.lstrip(" \t")) + 1
        self._refuse_invisible(number, line)
        if not text:
            self._end_paragraph()
        elif text[0].isalpha():
            self._lines.append((number, column, text))
        elif foreign := next((name for form, name in _FOREIGN if form.match(text)), ""):
            self._refuse(Span(self.file, number, column), foreign, text)
        elif heading := _HEADING.match(text):
            self._read_heading(number, column, text, heading)
        elif item := _ITEM.match(text):
            self._read_item(number, column, text, item)
        else:
            self._lines.append((number, column, text))

    def _read_heading(self, number: int, column: int, text: str, mark: re.Match[str]) -> None:
        self.end()
        passage, tokens = self._tokens([(number, column + mark.end(), text[mark.end() :])])
        parts = [_part(passage, token) for token in tokens if not isinstance(token[1], Mark)]
        for _, token in tokens:
            if isinstance(token, Mark):
                then = "remove the mark, or make a sentence of the heading"
                self.found.add(token.span, "G506", "a heading promises nothing", "", then)
            elif isinstance(token, Placeholder) and token.form.block:
                self._refuse_block(token)
        self.blocks.append(Heading(len(mark[1]), tuple(parts), passage.span(0)))

    def _read_item(self, number: int, column: int, text: str, item: re.Match[str]) -> None:
        ordered = item[1][-1] in ".)"
        if column > 1:
            self._refuse(Span(self.file, number, column), "a list within a list", text)
        self._end_paragraph()
        if self._items and self._ordered != ordered:
            self._end_list()
        self._ordered, self._in_item = ordered, True
        self._lines.append((number, column + item.end(), text[item.end() :]))

    def end(self) -> None:
        """Close what is being read."""
        self._end_paragraph()
        self._end_list()

    def _end_list(self) -> None:
        if self._items:
            self.blocks.append(Items(self._ordered, tuple(self._items)))
        self._items = []

    def _end_paragraph(self) -> None:
        """Close a paragraph or list item; a list goes on after a blank line."""
        if not self._lines:
            return
        passage, tokens = self._tokens(self._lines)
        sentences = Splitter(passage, self.found).split(tokens)
        in_item = self._in_item
        self._lines, self._in_item = [], False
        if sentences and not in_item:
            self._end_list()
        if not in_item and _is_insert(sentences):
            self.blocks.append(Insert(sentences[0]))
        elif sentences:
            self._add(tuple(sentences), in_item)

    def _add(self, sentences: tuple[Sentence, ...], in_item: bool) -> None:
        if in_item:
            self._items.append(sentences)
        else:
            self.blocks.append(Paragraph(sentences))
        for sentence in sentences:
            for placeholder in sentence.placeholders():
                if placeholder.form.block:
                    self._refuse_block(placeholder)

    def _tokens(self, lines: list[tuple[int, int, str]]) -> tuple[Passage, list[Token]]:
        passage = _passage(self.file, lines)
        self.passages.append(passage)
        tokens = list(_tokenize(passage, self.found))
        if passage.plain is not passage.text:
            _refuse_foreign(passage, self.found)
        return passage, tokens

    def _refuse_block(self, placeholder: Placeholder) -> None:
        message = f"`{placeholder}` is a block and stands within a sentence"
        then = "put it in a paragraph of its own"
        self.found.add(placeholder.span, "G510", message, str(placeholder), then)

    def _refuse_invisible(self, number: int, line: str) -> None:
        found = None if line.isprintable() else _INVISIBLE.search(line)
        if found:
            span = Span(self.file, number, found.start() + 1)
            self._refuse(span, f"the invisible character U+{ord(found[0]):04X}", "")

    def _refuse(self, span: Span, what: str, text: str) -> None:
        message = f"{what} is not part of a statement"
        self.found.add(span, "G507", message, text, _INSTEAD)

    def check_title(self) -> None:
        """Report a statement that does not begin with its one title."""
        titles = [b for b in self.blocks if isinstance(b, Heading) and b.level == 1]
        first = self.blocks[0]
        if not titles or first is not titles[0]:
            then = "begin with `# ` and the title"
            message = "the statement has no title at its top"
            self.found.add(Span(self.file), "G509", message, "", then)
        for extra in titles[1:]:
            then = "write it as `## `"
            self.found.add(extra.span, "G509", "the statement has a second title", "", then)


def _is_insert(sentences: list[Sentence]) -> bool:
    if len(sentences) != 1:
        return False
    parts = [part for part in sentences[0].parts if not isinstance(part, Text) or part.text.strip()]
    return len(parts) == 1 and isinstance(parts[0], Placeholder) and parts[0].form.block


_BRACES = re.compile(r"\{\{([^{}]*)\}\}|\{(#?)([^{}\n]*)\}|[{}]+")
_CALL = re.compile(r"""\s*([A-Za-z][\w.-]*)\s*(?:\(\s*(?:"([^"\n]*)"|'([^'\n]*)'|)\s*\)\s*)?\Z""")
_SPECIAL = re.compile(r"[{}<&\[\]*_\\`]")
_TARGET = re.compile(r"(?<=\])\(([^()\s]*)\)")
_LOOKS = re.compile(r"[*\\`]|(?<!\w)_|_(?!\w)")


def _passage(file: str, lines: list[tuple[int, int, str]]) -> Passage:
    """Join the lines of a block, remembering where each began."""
    starts, offset = [], 0
    for number, column, text in lines:
        starts.append((offset, number, column))
        offset += len(text) + 1
    text = "\n".join(line for _, _, line in lines)
    if not _SPECIAL.search(text):
        return Passage(text, text, file, tuple(starts))
    plain = _BRACES.sub(lambda found: "\ufffc" * len(found[0]), text)
    plain = _TARGET.sub(lambda found: "\ufffc" * len(found[0]), plain)
    plain = _LOOKS.sub(lambda found: " " * len(found[0]), plain)
    return Passage(text, plain, file, tuple(starts))


def _tokenize(passage: Passage, found: Found) -> Iterator[Token]:
    """Yield texts, placeholders and marks; what cannot be read becomes a finding and is left."""
    end = 0
    for braces in _BRACES.finditer(passage.text):
        if braces.start() > end:
            yield end, passage.text[end : braces.start()]
        end = braces.end()
        token = _read_braces(braces, passage.span(braces.start()), found)
        if token is not None:
            yield braces.start(), token
    if end < len(passage.text):
        yield end, passage.text[end:]


def _part(passage: Passage, token: Token) -> Part:
    offset, value = token
    return value if isinstance(value, Placeholder) else Text(str(value), passage.span(offset))


def _read_braces(braces: re.Match[str], span: Span, found: Found) -> Placeholder | Mark | None:
    call, hash_sign, word = braces.groups()
    if call is not None:
        return _read_call(call, braces[0], span, found)
    if word is None:
        then = "write a placeholder as `{{ name }}` and a mark as `{#id}`"
        found.add(span, "G501", "this brace has no partner", braces[0], then)
        return None
    word = word.strip()
    if hash_sign and re.fullmatch(r"[\w.-]+", word):
        return Mark(word, span)
    if word == "explains" and not hash_sign:
        return Mark("", span)
    then = found.nearest(hash_sign + word, ["explains"], "use `{#promise.id}` or `{explains}`")
    found.add(span, "G505", f"unknown mark `{shown(braces[0])}`", braces[0], then)
    return None


def _read_call(call: str, written: str, span: Span, found: Found) -> Placeholder | None:
    read = _CALL.match(call)
    if read is None:
        then = 'write `{{ name }}` or `{{ name("argument") }}`, with straight quotes'
        found.add(span, "G502", "this placeholder cannot be read", written, then)
        return None
    name, argument = read[1], read[2] or read[3] or ""
    form = FORMS.get((name, bool(argument)))
    if form is not None:
        return Placeholder(form, argument, span)
    if name in NAMES:
        message = f"`{name}` " + ("takes no argument" if argument else "needs an argument")
        found.add(span, "G504", message, written, f"write `{{{{ {NAMES[name]} }}}}`")
    else:
        then = found.nearest(name, NAMES, "the documentation lists the placeholders")
        found.add(span, "G503", f"unknown placeholder `{shown(name)}`", written, then)
    return None


_FOREIGN_INLINE = (
    (re.compile(r"<[A-Za-z/!?]"), "HTML"),
    (re.compile(r"&#?\w{1,32};"), "an HTML entity"),
    (re.compile(r"!\["), "an image"),
)
_LINK = re.compile(r"\]\(([^()\s]*)")


def _refuse_foreign(passage: Passage, found: Found) -> None:
    """Refuse what Markdown has and a statement has not: HTML, images, links to elsewhere."""
    for form, name in _FOREIGN_INLINE:
        for foreign in form.finditer(passage.text):
            span = passage.span(foreign.start())
            found.add(span, "G507", f"{name} is not part of a statement", foreign[0], _INSTEAD)
    for link in _LINK.finditer(passage.text):
        if not re.fullmatch(r"#[^#]+", link[1]):
            then = "link to a heading with `(#heading)`, or use a placeholder for an address"
            span = passage.span(link.start(1))
            found.add(span, "G511", "a link leads outside the statement", link[1], then)
