"""Say in the person's language what a value is, why it is held, and who else gets it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gestand.core.access.told import ColumnTold, Role, receivers
from gestand.core.access.words import AnswerWords
from gestand.core.datamap.holdings import HeldTable
from gestand.core.left import stays
from gestand.core.policy.fill import Filler
from gestand.core.policy.model import Recipient
from gestand.core.policy.words import capitalised
from gestand.stores.base import Lasts

MOST_CATEGORIES = 4


@dataclass(frozen=True)
class Saying:
    """The words of one answer: those of the policy by `filler`, the fixed ones by `words`."""

    filler: Filler
    words: AnswerWords

    def label(self, column: ColumnTold) -> str:
        """Return what a column is: its category, the moment that it marks, or its role."""
        if column.role is Role.DATA:
            return capitalised(self.filler.category(column.category) or column.category)
        moment = self.filler.words(self.filler.policy.moments.get(column.moment))
        if column.role is Role.DATE and moment:
            return capitalised(self.words.moment.format(moment))
        return capitalised(self.words.roles[column.role.value])

    def heading(self, table: HeldTable) -> str:
        """Return what a table holds, in a few words: the first of its categories."""
        names = dict.fromkeys(cell.category for cell in table.cells)
        words = [self.filler.category(name) or name for name in names]
        if len(words) > MOST_CATEGORIES:
            return capitalised(", ".join(words[:MOST_CATEGORIES])) + ", ..."
        return capitalised(self.filler.grammar.all_of(words)) or table.id

    def title(self, purpose: str) -> str:
        """Return the title of a purpose."""
        return self.filler.title(purpose) or purpose

    def until(self, purpose: str, lasts: Lasts, title: str) -> str:
        """Return why a value is held and until when, with the purpose as `title` says it."""
        exactly = self.filler.policy.purposes[purpose].keep.exactly
        if lasts.until is not None:
            frame = self.words.exactly if exactly else self.words.until
            return frame.format(title=title, day=self.day(lasts.until))
        frame = self.words.going_on_exactly if exactly else self.words.going_on
        return frame.format(title=title, keep=self.filler.keep(purpose) or "")

    def day(self, day: date) -> str:
        """Return a day in words."""
        return self.filler.grammar.day(day)

    def value(self, column: ColumnTold, text: str) -> str:
        """Return the text of a value; a date of the row in words, where it is one."""
        if column.role is Role.DATE and len(text) == len("2026-01-01"):
            try:
                return self.day(date.fromisoformat(text))
            except ValueError:
                return text
        return text

    def stays(self, column: ColumnTold) -> str:
        """Return what of a value stays once it goes and its row does not, if anything does."""
        change = column.emptied
        return stays(change, self.filler.grammar.language) if change else ""

    def source(self, column: ColumnTold) -> str:
        """Return how a value came here, or nothing where a column is no data of its own."""
        return self.words.sources.get(column.source, "")

    def gets(self, purposes: Iterable[str], column: ColumnTold) -> str:
        """Return who else gets a value for the purposes that hold it."""
        policy = self.filler.policy
        found = (one for name in purposes for one in receivers(policy, name, column.category))
        places = dict.fromkeys(self.place(one) for one in found)
        return self.filler.grammar.all_of(places)

    def place(self, one: Recipient) -> str:
        """Return the name of a recipient, where it is, and how data are protected there."""
        labels = self.filler.labels
        country, tool = self.filler.country(one), self.filler.tool(one)
        named = self.filler.named(one) or one.name
        place = labels.placed.format(name=named, country=country) if country else named
        return labels.secured.format(place=place, tool=tool) if tool else place

    def who(self, purpose: str) -> str:
        """Return who gets what for a purpose, or that nobody does."""
        filler = self.filler
        told = [
            filler.labels.receives.format(
                named=self.place(one),
                data=filler.grammar.all_of(filler.category(name) or name for name in one.gets),
            )
            for one in filler.recipients_of(purpose)
        ]
        return " ".join(told) or filler.labels.nobody
