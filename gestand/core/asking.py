"""The ids of the steps that ask a person: the same today and tomorrow, for decisions."""

from __future__ import annotations

from gestand.core.datamap.holdings import Occasion


def unclear_step(occasion: Occasion) -> str:
    """Return the id of the step that asks about an occasion that cannot be read."""
    return f"ask:{occasion.table}:{occasion.name.replace(' ', '-')}"


def lost_step(table: str) -> str:
    """Return the id of the step that asks about rows whose edge leads nowhere."""
    return f"ask:{table}:lost"


def reach_step(table: str) -> str:
    """Return the id of the step that asks about rows whose declared reach is unclear."""
    return f"ask:{table}:reach"


def request_step(table: str) -> str:
    """Return the id of the step that asks whether a row is still that of who asked."""
    return f"ask:{table}:request"


def restricted_step(table: str) -> str:
    """Return the id of the step that asks about those who want erasure under a restriction."""
    return f"ask:{table}:restricted"


def undated_step(table: str) -> str:
    """Return the id of the step that asks if what has no beginning began before a request."""
    return f"ask:{table}:undated"


def keyless_step(table: str) -> str:
    """Return the id of the step that asks about rows without a key."""
    return f"ask:{table}:keyless"


def files_step(table: str) -> str:
    """Return the id of the step that asks about rows whose file cannot be told for certain."""
    return f"ask:{table}:files"


def copy_step(table: str, column: str) -> str:
    """Return the id of the step that asks about copies of a value that is nowhere."""
    return f"ask:{table}:copy-{column.replace(' ', '-')}"


def document_step(table: str, column: str) -> str:
    """Return the id of the step that asks about documents that cannot be read as the map says."""
    return f"ask:{table}:document-{column}"


def unnamed_step(table: str) -> str:
    """Return the id of the step that asks about rows of which nobody said what they hold."""
    return f"ask:{table}:unnamed"


def own_steps(table: str) -> tuple[str, str, str]:
    """Return the ids of the steps that ask about a table's rows themselves."""
    return lost_step(table), reach_step(table), unnamed_step(table)


def weigh_step(table: str, purpose: str) -> str:
    """Return the id of the step that asks to weigh an interest against a request."""
    return f"ask:{table}:weigh-{purpose.replace(' ', '-')}"
