"""What follows from each answer to a question about a draft, for who types `?`."""

from __future__ import annotations

from collections.abc import Mapping

from gestand.core.discovery.questions import Kind

_COLUMNS = (
    "y: they hold this, and are told in access answers and removed with it. n: they hold nothing "
    "about people and stay as they are. Another word: they hold that instead."
)
_NEITHER = (
    "n: they hold nothing about people and stay as they are. A word: they hold that, and are told "
    "in access answers and removed with it."
)
FOLLOWS: Mapping[Kind, str] = {
    Kind.WHO: "y: each row is somebody, or it is you yourself, as the question has it. n: it is "
    "not, and what leads there leads to nobody.",
    Kind.RIGHT: "y: the lines lose their marks. n: the lines go: an owner or a day that is none. A "
    "table that then has no other is left out until you describe it.",
    Kind.HOLDS: _COLUMNS,
    Kind.ONE: _COLUMNS,
    Kind.WHAT: _NEITHER,
    Kind.WHAT_ONE: _NEITHER,
    Kind.ABOUT: "y: the table is left out as not mapped yet, and named wherever it matters, until "
    "you describe it. n: nobody ever looks there: no plan, no answer, no erasure.",
    Kind.PERIOD: "y: the basis and the period lose their marks. A period: that one instead. Where "
    "no column says when something ended you are asked apart.",
    Kind.PURPOSE: "y: the basis and the period lose their marks. n: you do no such thing, and what "
    "was for it is proposed under another purpose. A period: that one instead. Where no column "
    "says when something ended you are asked apart.",
    Kind.WHICH: "Tables: each row of them is a person. n: no other table holds people.",
    Kind.FOR: "y: they are for this. Numbers: you are asked what these are for.",
    Kind.FOR_ONE: "y: it is for this. A purpose: it is proposed under that one. n: it is left out "
    "until you describe it, and no plan looks there.",
    Kind.BEGAN: "y: they go so long after they began, whatever still goes on. n: the mark stays, "
    "and nothing is removed until you say in datamap.yaml when they end.",
}
