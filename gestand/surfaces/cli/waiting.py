"""How it is said that a run waits for a store, and what it has still to do there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import click

from gestand.core.counting import counted
from gestand.work.receipt import Receipt
from gestand.work.state import State
from gestand.work.waiting import waiting_runs


def tell_waiting(receipt: Receipt, again: str) -> None:
    """Say for which stores a run waits, what is still to be done, and how to go on."""
    for line in _lines(receipt.waits, receipt.to_do):
        click.echo(line)
    click.echo("This run is not complete. Once the store can be reached, go on with:")
    click.echo(f"  gestand apply {again}")


def tell_of_waiting_runs(state: State) -> None:
    """Say which runs of before wait for a store."""
    for receipt in waiting_runs(state):
        waits = {each["store"]: each["reason"] for each in receipt["waiting"]}
        click.echo(f"The run of receipt {receipt['entry']} is not complete.")
        for line in _lines(waits, receipt["to_do"]):
            click.echo(f"  {line}")


def _lines(waits: Mapping[str, str], to_do: Mapping[str, int]) -> Iterator[str]:
    for store, reason in waits.items():
        yield f"Waiting for store `{store}`: {reason}."
    if to_do:
        left = ", ".join(f"{counted(rows)} of {table}" for table, rows in to_do.items())
        yield f"Still to be removed or changed: {left}."
