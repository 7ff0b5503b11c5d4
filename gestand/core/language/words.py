"""The reference of a file of the language, in words: a page of Markdown, and lines for editors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gestand.core.language.keys import (
    Either,
    Key,
    Kind,
    Many,
    Named,
    OneOf,
    Phrases,
    Shape,
    Text,
    kinds,
)


def explained(key: Key) -> str:
    """Return what a key means, with what counts without it and an example."""
    short = "\n" not in key.example
    example = f" Example: `{key.example}`" if short else f"\n\n```yaml\n{key.example}\n```"
    return " ".join([key.means, *_notes(key)]) + example


def page(root: Kind, whole: str, meanings: Mapping[str, str]) -> str:
    """Return the page about the file whose outermost mapping is `root`.

    `whole` is a file of an example company, or nothing; `meanings` says what each finding means.
    """
    opening = [f"# {root.title}", root.means]
    if whole:
        opening.append(f"A whole one, of the example shop:\n\n```yaml\n{whole.strip()}\n```")
    sections = [part for kind in kinds(root)[1:] for part in _sections(kind, meanings)]
    return "\n\n".join([*opening, "## Sections", *_keys(root, meanings), *sections]) + "\n"


def slug(title: str) -> str:
    """Return the name by which a page links to a heading."""
    return title.lower().replace(" ", "-")


def sentence(text: str, *, capital: bool = True) -> str:
    """Return a text with a full stop; a name at its beginning, such as NULL, stays as it is."""
    opening, rest = ("[", text[1:]) if text.startswith("[") else ("", text)
    first = rest[0].upper() if capital else rest[0].lower()
    return f"{opening}{rest[0] if rest[1:2].isupper() else first}{rest[1:].rstrip('.')}."


def _sections(kind: Kind, meanings: Mapping[str, str]) -> Iterator[str]:
    yield f"## {kind.title}"
    yield kind.means
    yield from _keys(kind, meanings)


def _keys(kind: Kind, meanings: Mapping[str, str]) -> Iterator[str]:
    for key in kind.keys:
        yield f"### `{key.name}`"
        yield f"*{sentence(_shown(key.shape))}{' Must be there.' if key.must else ''}*"
        yield key.means
        yield f"```yaml\n{key.example}\n```"
        if notes := [*_notes(key), *_findings(key, meanings)]:
            yield "\n".join(f"- {note}" for note in notes)
    if kind.later:
        names = ", ".join(f"`{name}`" for name in kind.later)
        yield f"Not in this version of the language, and refused (`G121`): {names}."
    for older in kind.older:
        yield (
            f"An older form, which `gestand upgrade` rewrites ([`G131`](findings.md)): "
            f"`{older.written}` is now `{older.rewritten}`."
        )


def _notes(key: Key) -> Iterator[str]:
    if key.instead:
        yield f"In place of {_or([f'`{name}`' for name in key.instead])}."
    if key.without:
        yield f"Without it: {sentence(key.without, capital=False)}"
    if key.rule:
        yield f"The rule: {sentence(key.rule, capital=False)}"


def _findings(key: Key, meanings: Mapping[str, str]) -> Iterator[str]:
    for code in key.codes:
        yield f"[`{code}`](findings.md): {sentence(meanings[code], capital=False)}"


def _shown(shape: Shape) -> str:
    """Return a shape in words, with a link to the mapping that it is."""
    match shape:
        case Text():
            return f"{_article(shape.what)}{shape.what}"
        case OneOf():
            return _or([f"`{word}`" for word in shape.words])
        case Phrases():
            return "words in each language" + (", or one text for all" if shape.shared else "")
        case Many():
            several = "a list; each is " + _shown(shape.of)
            return f"{_shown(shape.of)}, or a list of them" if shape.alone else several
        case Named():
            return f"a mapping: under each `{shape.what}` {_shown(shape.of)}"
        case Either():
            return _or([_shown(one) for one in shape.of])
        case Kind():
            title = shape.title[0].lower() + shape.title[1:]
            return f"[{title}](#{slug(shape.title)})"


def _or(parts: list[str]) -> str:
    return " or ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))


def _article(noun: str) -> str:
    if noun.startswith("`") or noun.endswith("words"):
        return ""
    return "an " if noun[0].lower() in "aeio" else "a "
