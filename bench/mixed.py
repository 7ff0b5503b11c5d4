"""`mixed`: people, an officer and a program at one organisation, at half of what it can bear.

First some come without a pause, which tells how much is answered in a second. Then half as much is
asked, at random moments, for as long as was said. Nothing may go wrong in that time, and the memory
of both servers at its end is what it was after a tenth of it. It stays on this machine.
"""

from __future__ import annotations

import http.client
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from statistics import quantiles
from threading import Lock, Semaphore
from time import monotonic, perf_counter, sleep

from bench.crowd import Crowd, Wrong, crowd_at
from bench.figures import CannotMeasure, Outcome, tell
from bench.website import SEED

PEOPLE, MINUTES = 100_000, 60.0
SIGNED_IN, AT_ONCE = 20, 16
"""People who are signed in, and how many come at once."""

WITHOUT_PAUSE = 30.0
"""For so many seconds they come without a pause."""

FLAT = 1.1
"""What the memory at the end may be of that after a tenth of the time."""

TIMES = (0.1, 0.25, 0.5, 0.75, 1.0)
OFTEN = {"statement": 30, "cookies": 10, "held": 15, "may": 30, "consent": 5, "cases": 10}
"""How often one thing is asked beside the others."""

SELDOM = {"sign in": 15.0, "request": 10.0}
"""What is asked once in so many seconds: 300 codes to sign in with go out in an hour at most."""

Act = Callable[[random.Random], None]


@dataclass
class Seen:
    """What was asked: how long each thing took, in milliseconds, and what went wrong."""

    acts: Mapping[str, Act]
    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: Counter[str] = field(default_factory=Counter)
    lock: Lock = field(default_factory=Lock)

    def ask(self, name: str, seed: float) -> None:
        """Let one thing be asked, and note what becomes of it."""
        start, wrong = perf_counter(), ""
        try:
            self.acts[name](random.Random(seed))
        except (Wrong, CannotMeasure) as error:
            wrong = str(error)
        except (OSError, http.client.HTTPException) as error:
            wrong = type(error).__name__
        with self.lock:
            self.took[name].append((perf_counter() - start) * 1000)
            self.wrong.update([f"{name}: {wrong}"] if wrong else [])

    @property
    def number(self) -> int:
        """How often something was asked."""
        return sum(map(len, self.took.values()))


def measure_mixed(
    people: int = PEOPLE, minutes: float = MINUTES, backends: Sequence[str] = ("postgresql",)
) -> Outcome:
    """Let people, officers and programs come for so many minutes."""
    problems: list[str] = []
    for backend in backends:
        with crowd_at(backend, people, SIGNED_IN) as crowd:
            seconds = minutes * 60
            half = _capacity(crowd, min(WITHOUT_PAUSE, seconds / 4)) / 2
            tell(f"mixed on {backend}: {half:.1f} a second for {minutes:g} minutes, half of what "
                 "is answered without a pause")
            seen, memory = _load(crowd, half, seconds)
            told = [*crowd.web.wrong, *crowd.api.wrong]
        for name, took in seen.took.items():
            half_ms, p95 = (quantiles([*took, took[0]], n=20)[place] for place in (9, -1))
            tell(f"  {name}: {len(took):,} times, median {half_ms:.0f} ms, p95 {p95:.0f} ms")
        tell(f"  {seen.number:,} asked in all, {sum(seen.wrong.values())} went wrong")
        problems += [f"{name}, {number} times" for name, number in seen.wrong.items()]
        problems += [*told, *_growth(memory)]
    return Outcome((), tuple(f"mixed: {problem}" for problem in problems))


def _capacity(crowd: Crowd, seconds: float) -> float:
    """Return how much is answered in a second where everybody comes without a pause."""
    seen, end = Seen(crowd.acts()), monotonic() + seconds

    def come(number: int) -> None:
        draw = random.Random(SEED + number)
        while monotonic() < end:
            seen.ask(_drawn(draw), draw.random())

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(come, range(AT_ONCE)))
    if seen.wrong:
        message = f"this went wrong before the load began: {', '.join(seen.wrong)}"
        raise CannotMeasure(message)
    return seen.number / seconds


def _drawn(draw: random.Random) -> str:
    return draw.choices([*OFTEN], [*OFTEN.values()])[0]


def _load(crowd: Crowd, each_second: float, seconds: float) -> tuple[Seen, list[float]]:
    """Let so much be asked in a second; return what was seen, and the memory at each of TIMES.

    Who comes while `AT_ONCE` are there waits at the door: more than that never comes at once.
    """
    seen, memory, left, door = Seen(crowd.acts()), [], list(TIMES), Semaphore(AT_ONCE)
    start, draw = monotonic(), random.Random(SEED)

    def come(name: str, seed: float) -> None:
        try:
            seen.ask(name, seed)
        finally:
            door.release()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for at, name in _moments(draw, each_second, seconds):
            sleep(max(0.0, start + at - monotonic()))
            door.acquire()
            pool.submit(come, name, draw.random())
            while left and monotonic() - start >= left[0] * seconds:
                memory.append(_memory(crowd, left.pop(0)))
            if not left:
                break
    return seen, [*memory, *(_memory(crowd, time) for time in left)]


def _memory(crowd: Crowd, time: float) -> float:
    web, api = crowd.web.now_mb(), crowd.api.now_mb()
    tell(f"  at {time:.0%}: {web:.0f} MB the website, {api:.0f} MB the API")
    return web + api


def _moments(
    draw: random.Random, each_second: float, seconds: float
) -> Iterator[tuple[float, str]]:
    """Yield when something is asked, and what: what is asked seldom in turns of its own."""
    at, seldom = 0.0, dict.fromkeys(SELDOM, 0.0)
    while (at := at + draw.expovariate(each_second)) < seconds:
        name = next((one for one, due in seldom.items() if at >= due), "")
        if name:
            seldom[name] += SELDOM[name]
        yield at, name or _drawn(draw)


def _growth(memory: Sequence[float]) -> Iterator[str]:
    first, last = memory[0], memory[-1]
    tell(f"  {first:.0f} MB after a tenth of the time, {last:.0f} MB at its end: "
         f"{last / first:.2f}, at most {FLAT}")
    if last > first * FLAT:
        yield f"memory grew from {first:.0f} to {last:.0f} MB"
