"""A text as a QR code (ISO/IEC 18004): byte mode, the lowest error correction, versions 1 to 9.

It is shown on a screen, so that no more correction is needed; 230 bytes are enough for an address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, zip_longest

_BLOCKS = (
    (7, 1, 19), (10, 1, 34), (15, 1, 55), (20, 1, 80), (26, 1, 108), (18, 2, 68), (20, 2, 78),
    (24, 2, 97), (30, 2, 116),
)  # fmt: skip
"""By version, from 1 on: bytes of correction and how many blocks of how many bytes there are."""

_ALIGNED = (
    (), (6, 18), (6, 22), (6, 26), (6, 30), (6, 34), (6, 22, 38), (6, 24, 42), (6, 26, 46),
)  # fmt: skip
_MASKS: Sequence[Callable[[int, int], bool]] = (
    lambda x, y: (x + y) % 2 == 0, lambda _, y: y % 2 == 0, lambda x, _: x % 3 == 0,
    lambda x, y: (x + y) % 3 == 0, lambda x, y: (x // 3 + y // 2) % 2 == 0,
    lambda x, y: x * y % 2 + x * y % 3 == 0, lambda x, y: (x * y % 2 + x * y % 3) % 2 == 0,
    lambda x, y: ((x + y) % 2 + x * y % 3) % 2 == 0,
)  # fmt: skip
_FINDER = (True, False, True, True, True, False, True)
_TAILS = ((*_FINDER, *[False] * 4), (*[False] * 4, *_FINDER))

Grid = list[list[bool | None]]
Modules = tuple[tuple[bool, ...], ...]


def modules(text: str) -> Modules:
    """Return the rows of a QR code, True where it is dark; ValueError where a text is too long."""
    data = text.encode()
    for version, (correction, blocks, size) in enumerate(_BLOCKS, start=1):
        if len(data) + 2 <= blocks * size:
            words = _interleaved(_padded(data, blocks * size), correction, size)
            drawn = (_drawn(version, words, mask) for mask in range(len(_MASKS)))
            return min(drawn, key=_penalty)
    message = "a text of more than 230 bytes does not go into a QR code of ours"
    raise ValueError(message)


def _padded(data: bytes, room: int) -> bytes:
    """Return the words of the data: which mode, how many bytes, these, and what fills the rest."""
    bits = (0b0100 << 8 | len(data)) << 8 * len(data) | int.from_bytes(data)
    whole = (bits << 4).to_bytes(len(data) + 2)
    return whole + bytes((0xEC, 0x11)[n % 2] for n in range(room - len(whole)))


def _interleaved(data: bytes, correction: int, size: int) -> bytes:
    blocks = [data[at : at + size] for at in range(0, len(data), size)]
    more = [_correcting(block, correction) for block in blocks]
    columns = (*zip_longest(*blocks), *zip(*more, strict=True))
    return bytes(word for column in columns for word in column)


def _times(x: int, y: int) -> int:
    """Multiply in the field of 256 elements by which QR codes are made."""
    product = 0
    for bit in range(7, -1, -1):
        product = product << 1 ^ (product >> 7) * 0x11D ^ (y >> bit & 1) * x
    return product


def _correcting(block: bytes, degree: int) -> list[int]:
    """Return the remainder of a block by the polynomial of Reed and Solomon."""
    divisor, root = [*[0] * (degree - 1), 1], 1
    for _ in range(degree):
        for at in range(degree):
            follows = divisor[at + 1] if at + 1 < degree else 0
            divisor[at] = _times(divisor[at], root) ^ follows
        root = _times(root, 2)
    rest = [0] * degree
    for word in block:
        factor = word ^ rest[0]
        shifted = [*rest[1:], 0]
        rest = [s ^ _times(d, factor) for s, d in zip(shifted, divisor, strict=True)]
    return rest


def _drawn(version: int, words: bytes, mask: int) -> Modules:
    size = 17 + 4 * version
    grid: Grid = [[None] * size for _ in range(size)]
    _patterns(grid, version)
    _formats(grid, version, mask)
    bits = iter([bool(word >> bit & 1) for word in words for bit in range(7, -1, -1)])
    turned = _MASKS[mask]
    for x, y in _way(size):
        if grid[y][x] is None:
            grid[y][x] = next(bits, False) != turned(x, y)
    return tuple(tuple(map(bool, row)) for row in grid)


def _patterns(grid: Grid, version: int) -> None:
    """Draw what is in every code: three corners, what is aligned, and two dotted lines."""
    size = len(grid)
    for left, top in ((0, 0), (size - 7, 0), (0, size - 7)):
        _square(grid, left + 3, top + 3, 4, {2, 4})
    places = _ALIGNED[version - 1]
    for x in places:
        for y in places:
            if grid[y][x] is None:
                _square(grid, x, y, 2, {1})
    for at in range(8, size - 8):
        grid[6][at] = grid[at][6] = at % 2 == 0


def _square(grid: Grid, x: int, y: int, reach: int, light: set[int]) -> None:
    for dy in range(-reach, reach + 1):
        for dx in range(-reach, reach + 1):
            if 0 <= x + dx < len(grid) and 0 <= y + dy < len(grid):
                grid[y + dy][x + dx] = max(abs(dx), abs(dy)) not in light


def _formats(grid: Grid, version: int, mask: int) -> None:
    """Draw which correction and mask it has, twice, and which version, where that is told."""
    size, told = len(grid), _checked(0b01 << 3 | mask, 10, 0x537) ^ 0x5412
    first = [(8, y) for y in (0, 1, 2, 3, 4, 5, 7)] + [(8, 8)]
    first += [(x, 8) for x in (7, 5, 4, 3, 2, 1, 0)]
    second = [(size - 1 - n, 8) for n in range(8)] + [(8, size - 7 + n) for n in range(7)]
    for places in (first, second):
        for bit, (x, y) in enumerate(places):
            grid[y][x] = bool(told >> bit & 1)
    grid[size - 8][8] = True
    if version > 6:
        told = _checked(version, 12, 0x1F25)
        for bit in range(18):
            near, far = bit // 3, size - 11 + bit % 3
            grid[near][far] = grid[far][near] = bool(told >> bit & 1)


def _checked(value: int, length: int, by: int) -> int:
    rest = value
    for _ in range(length):
        rest = rest << 1 ^ (rest >> length - 1) * by
    return value << length | rest


def _way(size: int) -> Iterator[tuple[int, int]]:
    """Yield where the bits go: up and down in columns of two, from the right."""
    for right in (*range(size - 1, 6, -2), 5, 3, 1):
        up = (right + 1) // 2 % 2 == 0
        rows = range(size - 1, -1, -1) if up else range(size)
        for y in rows:
            yield from ((right, y), (right - 1, y))


def _penalty(drawn: Modules) -> int:
    """Return how hard a code is to read, by the four rules of the standard."""
    columns = tuple(zip(*drawn, strict=True))
    lines = sum(_of_line(line) for line in (*drawn, *columns))
    squares = sum(
        3
        for upper, lower in zip(drawn, drawn[1:], strict=False)
        for at in range(len(drawn) - 1)
        if upper[at] == upper[at + 1] == lower[at] == lower[at + 1]
    )
    dark, every = sum(map(sum, drawn)), len(drawn) ** 2
    return lines + squares + abs(dark * 20 - every * 10) // every * 10


def _of_line(line: Sequence[bool]) -> int:
    runs = [len([*run]) for _, run in groupby(line)]
    told = sum(3 + length - 5 for length in runs if length >= 5)
    parts = (tuple(line[at : at + 11]) for at in range(len(line) - 10))
    return told + sum(40 for part in parts if part in _TAILS)
