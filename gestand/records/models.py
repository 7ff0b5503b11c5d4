"""The tables of own records."""

from __future__ import annotations

from django.db import models


class LedgerEntry(models.Model):
    """One entry of the ledger; nobody changes or removes one, and triggers see to that.

    Everything is text as it was sealed: a database that reads a moment or JSON could write it
    back in another way.
    """

    number = models.BigAutoField(primary_key=True)
    at = models.TextField()
    kind = models.TextField()
    told = models.TextField()
    link = models.TextField()

    class Meta:
        db_table = "gestand_ledger"
        indexes = [models.Index(fields=["kind", "number"], name="gestand_ledger_kind")]


class WrappedKey(models.Model):
    """A key for one thing, encrypted with the master key; to lose it is to lose that thing."""

    name = models.TextField(primary_key=True)
    sealed = models.BinaryField()
    until = models.TextField()

    class Meta:
        db_table = "gestand_key"


class MasterKey(models.Model):
    """By what the master key is known that wraps every key; there is one row."""

    which = models.TextField()

    class Meta:
        db_table = "gestand_master_key"
