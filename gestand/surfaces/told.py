"""Pages of the reference about what runs: settings, steps of runs, and promises it keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from gestand.core.language.words import sentence
from gestand.core.promises import BUILT_IN
from gestand.settings import SETTINGS
from gestand.work.steps_of_runs import RUNS


def settings() -> str:
    """Return the page of what the environment sets."""
    opening = (
        "What the environment sets. Everything else that is chosen stands in the files of the "
        "[policy](policy.md) and the [data map](datamap.md), where `${NAME}` or "
        "`${NAME:-otherwise}` takes a secret or an address from the environment."
    )
    rows = [(f"`{name}`", *map(sentence, told)) for name, told in SETTINGS.items()]
    heads = ("variable", "what it sets", "without it")
    return f"# Settings\n\n{opening}\n\n{_table(heads, rows)}\n"


def runs() -> str:
    """Return the page of the steps of runs."""
    opening = (
        "What is done in several steps is written down step by step, so that it goes on where it "
        "was stopped. These are the runs and their steps, as own records name them."
    )
    parts = ["# Steps of runs", opening]
    for name, (means, steps) in RUNS.items():
        rows = [(f"`{step}`", text) for step, text in steps.items()]
        parts += [f"## {name}", means, _table(("step", "what it does"), rows)]
    return "\n\n".join(parts) + "\n"


def promises() -> str:
    """Return the page of the promises that need no entry in the policy."""
    rows = [(f"`{name}`", one.mode, one.by) for name, one in BUILT_IN.items()]
    return f"# Built-in promises\n\n{_table(('promise', 'mode', 'kept by'), rows)}\n"


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


PAGES: dict[str, Callable[[], str]] = {
    "runs.md": runs,
    "settings.md": settings,
    "promises.md": promises,
}
