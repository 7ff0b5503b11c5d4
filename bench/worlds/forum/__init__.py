"""The forum: of each member some stories, more comments and many votes."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta

from bench.worlds.world import TODAY, Rows, World

USERS, STORIES, COMMENTS, VOTES = 16_000, 120_000, 300_000, 1_000_000
SEED = 1
_DAYS = 1_500


def asked(people: int, _step: int) -> list[int]:
    """Return the members who may ask: they have left."""
    return [key for key in range(1, people + 1) if key % 3 == 0]


def rows(people: int, _step: int) -> Iterator[tuple[str, Rows]]:
    """Yield the rows of each table, parents first; 16,000 people have 1,420,000 of them."""
    draw = random.Random(SEED)
    stories, comments, votes = (count * people // USERS for count in (STORIES, COMMENTS, VOTES))
    yield "users", map(_user, range(1, people + 1))
    anybody = (draw.randint(1, people) for _ in iter(int, 1))
    told = zip(range(1, stories + 1), anybody, strict=False)
    yield "stories", ((n, key, f"Verhaal {n}", f"Er was eens {n}", _day(n)) for n, key in told)
    yield "comments", _comments(draw, people, stories, comments)
    cast = zip(range(1, votes + 1), anybody, strict=False)
    yield "votes", ((n, key, draw.randint(1, stories), 1, _day(n)) for n, key in cast)


def _comments(
    draw: random.Random, people: int, stories: int, count: int
) -> Iterator[tuple[object, ...]]:
    """Yield comments; each third one answers another on the same story."""
    on: dict[int, int] = {}
    for number in range(1, count + 1):
        story = draw.randint(1, stories)
        before = on.get(story) if number % 3 == 0 else None
        on[story] = number
        yield number, draw.randint(1, people), story, before, f"Mooi {number}", _day(number)


def _user(key: int) -> tuple[object, ...]:
    left = "2026-12-01" if key % 3 == 0 else None
    return key, f"lid{key}", f"lid{key}@mail.example", "Ik lees graag", "2019-02-03", left


def _day(number: int) -> str:
    return str(TODAY - timedelta(days=1 + number * 7_919 % _DAYS))


FORUM = World("forum", "user", rows, asked, USERS)
