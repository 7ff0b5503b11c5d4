"""How it is told what is left of removed values below the tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import click

from gestand.core.residue.physical import Grade
from gestand.errors import GestandError
from gestand.settings import today
from gestand.work.collecting import collect_what_is_young
from gestand.work.company import Company
from gestand.work.receipt import Receipt
from gestand.work.residue.removals import after_runs
from gestand.work.views import forget_all_who_went

_EACH = 8
"""After so many runs of a list garbage is looked for: to look takes as long as a tenth of one."""


@dataclass
class Several:
    """What is done once after the runs of a list, and not after each of them.

    A program that is killed before that leaves it to the next run, as one of a single run does.
    """

    changed: dict[str, bool] = field(default_factory=dict)
    ended: int = 0

    def count(self) -> None:
        """Count one more that has ended; each leaves some hundred kilobytes of garbage."""
        self.ended += 1
        if self.ended % _EACH == 0:
            collect_what_is_young()

    def add(self, receipt: Receipt) -> None:
        """Remember which stores a run has changed."""
        for store, overwritten in receipt.overwritten.items():
            self.changed[store] = overwritten and self.changed.get(store, True)

    def end(self, company: Company) -> None:
        """Take out of views of purposes the keys of who went, and tell what is left on disk."""
        if not self.changed:
            return
        try:
            tell_hidden(forget_all_who_went(company, today(company.zone)))
            for line in tell_below(after_runs(company, self.changed)):
                click.echo(line)
        except GestandError as error:  # the list itself was carried out
            click.echo(f"gestand: {error}", err=True)


def tell_hidden(stores: Sequence[str]) -> None:
    """Tell in which stores views show nothing, since keys of who went were taken out of them."""
    for store in stores:
        click.echo(f"Views in store `{store}` show nothing until `gestand views --refresh`.")


def tell_below(grades: Sequence[Grade]) -> Iterator[str]:
    """Yield lines about what is left in files, dead rows, logs and backups."""
    if grades:
        yield "On disk:"
    for grade in grades:
        word = f"residue, {grade.word}" if grade.residue else grade.word
        yield f"  {grade.store}: {'; '.join((word, *grade.said))}"
