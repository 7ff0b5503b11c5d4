"""What a key of the language is: its name, the shape of its value, and what it means.

A reader asks a `Kind` which keys a mapping may have, so a key without a description cannot be read.
To add a key to the language:

1. write a `Key` where its mapping is described: `core/datamap/keys.py` or `table_keys.py`,
   `core/policy/keys.py` or `purpose_keys.py`, or `core/recorded_keys.py`;
2. read it with `entry.get("the key")` in the reader beside that;
3. run `scripts/docs-reference`.

The pages of the reference and the schema for editors follow from that. Tests put each example in
the place it is for and read it, and see that no key is described that nobody reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

PERIOD = r"P(?=[0-9])([0-9]+Y)?([0-9]+M)?([0-9]+W)?([0-9]+D)?"
"""What a period of whole days looks like: `P4W`, `P1Y6M`."""


class Text(NamedTuple):
    """A single text; `what` says which one, `pattern` what the whole of it matches.

    With `anything` the word `null` and an empty text in quotes are texts too.
    """

    what: str
    pattern: str = ""
    anything: bool = False


class OneOf(NamedTuple):
    """One of a few words that the language knows."""

    words: tuple[str, ...]


class Phrases(NamedTuple):
    """Words in each language of the statement; one text where there is one language.

    With `shared` one text may also count for several languages.
    """

    shared: bool = True


class Many(NamedTuple):
    """A list; one thing may stand alone, without the brackets, unless `alone` is false."""

    of: Shape
    alone: bool = True


class Named(NamedTuple):
    """A mapping whose keys are names: what each name is of, and the shape that stands under it."""

    what: str
    of: Shape


class Either(NamedTuple):
    """One of several shapes."""

    of: tuple[Shape, ...]


class Key(NamedTuple):
    """One key of a mapping.

    - `name`: as it is written; what an organisation fills in stands in capitals, and then
      `pattern` is what the whole key matches, with a group for each name in it.
    - `means`: one or two plain sentences. `rule`: the rule of grounds that it serves, if any.
    - `example`: the key and its value as YAML, in the words of the example company.
    - `must`: it has to be there. `without`: what counts when it is not.
    - `instead`: the keys in whose place it stands.
    - `codes`: the findings that tell when it is wrong.
    """

    name: str
    shape: Shape
    means: str
    example: str
    must: bool = False
    without: str = ""
    instead: tuple[str, ...] = ()
    rule: str = ""
    codes: tuple[str, ...] = ()
    pattern: str = ""


class Older(NamedTuple):
    """A key that the language had, and where its value stands now.

    - `written`: the key and its value as it was, as YAML.
    - `now`: the key under which its value stands now, and the key in the mapping there.
    """

    name: str
    written: str
    now: tuple[str, str]

    @property
    def rewritten(self) -> str:
        """What `gestand upgrade` makes of `written`."""
        outer, inner = self.now
        return f"{outer}: {{{inner}:{self.written.removeprefix(f'{self.name}:')}}}"


@dataclass(frozen=True, eq=False)
class Kind:
    """A mapping of the language: which keys it may have.

    `later` are keys that another version may know: they are refused by name, and `meanwhile` says
    of some what to do without them. `older` are those
    that it had: they are refused as well, and `gestand upgrade` rewrites them. With `speaks` each
    language of the statement is a key as well. `least` and `most` count the keys it may have.
    """

    title: str
    means: str
    keys: tuple[Key, ...]
    later: tuple[str, ...] = ()
    speaks: bool = False
    least: int = 0
    most: int = 0
    older: tuple[Older, ...] = ()
    meanwhile: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the keys, in the order in which one writes them."""
        return tuple(key.name for key in self.keys)

    @cached_property
    def _plain(self) -> dict[str, Key]:
        return {key.name: key for key in self.keys if not key.pattern}

    @cached_property
    def _patterned(self) -> tuple[tuple[re.Pattern[str], Key], ...]:
        return tuple((re.compile(key.pattern), key) for key in self.keys if key.pattern)

    def find(self, written: str) -> tuple[Key, tuple[str, ...]] | None:
        """Return which key `written` is, and the names that stand in it; None for another one."""
        if written in self._plain:
            return self._plain[written], ()
        if written in self.later:
            return None
        matches = ((pattern.fullmatch(written), key) for pattern, key in self._patterned)
        return next(((key, match.groups()) for match, key in matches if match), None)

    def was(self, written: str) -> Older | None:
        """Return the older form that a key has; None where it never was one."""
        return next((one for one in self.older if one.name == written), None)

    def refuses(self, written: str) -> bool:
        """Tell whether a key that is not found is one that another version may know."""
        return written in self.later or written.partition(" ")[0] in self.later


PHRASES = Kind("Words", "Words in each language of the statement.", (), speaks=True)
NAMES = Kind("Names", "A mapping whose keys are names that the organisation gives.", ())

Shape = Text | OneOf | Phrases | Many | Named | Either | Kind


def within(shape: Shape) -> Iterator[Kind]:
    """Yield the kinds of mapping that may stand in a shape, in their order."""
    if isinstance(shape, Kind):
        yield shape
    elif isinstance(shape, Many | Named):
        yield from within(shape.of)
    elif isinstance(shape, Either):
        for one in shape.of:
            yield from within(one)


def kinds(root: Kind) -> list[Kind]:
    """Return a kind and all that may stand within it, each before what it holds."""
    found: dict[Kind, None] = {}
    waiting = [root]
    while waiting:
        kind = waiting.pop()
        if kind not in found:
            found[kind] = None
            waiting += reversed([one for key in kind.keys for one in within(key.shape)])
    return list(found)
