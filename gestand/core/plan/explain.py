"""Say in words and in plain data what the steps of a plan would do."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import partial

from gestand.core.apart import HELD, RESTRICTED
from gestand.core.counting import counted
from gestand.core.left import stays
from gestand.core.plan.steps import (
    AskHuman,
    Erase,
    Keep,
    KeepKey,
    MayUse,
    Measured,
    Plan,
    Read,
    Recount,
    Redact,
    SetApart,
    Step,
    Use,
    Write,
)

Record = dict[str, object]

MOST = 4
"""So many tables are named that point at rows of which only the key stays."""

_UNTOUCHED = "so nothing uses, changes or removes it"


def records(
    plan: Plan, promises: Mapping[str, str], yields: Collection[str] = ()
) -> list[Record]:
    """Return the steps that find rows, as a list of plain records for machines.

    `promises` gives, per purpose, the promise id of the sentence that carries its period. What
    `yields` gives way to the erasure that was asked.
    """
    return [record(measured, promises, yields) for measured in plan.measured if measured.rows]


def record(
    measured: Measured, promises: Mapping[str, str], yields: Collection[str] = ()
) -> Record:
    """Return one measured step as a plain record."""
    step = measured.step
    store, _, table = step.table.partition(".")
    purpose = step.purpose if isinstance(step, Keep | MayUse) else None
    over = list(step.over) if isinstance(step, Erase | Redact) else []
    named = [purpose] if purpose else over
    kept = [promises[name] for name in named if name in promises]
    return {
        "id": step.id,
        "step": "Keep" if isinstance(step, KeepKey) else type(step).__name__,
        "store": store,
        "table": table,
        "columns": list(columns(step)),
        "stays": what_stays(step),
        "rows": measured.rows,
        "ground": "key of a row that stays" if isinstance(step, KeepKey) else purpose,
        "over": over,
        "promise": kept[0] if kept else None,
        "promises": kept,
        "until": measured.until.isoformat() if measured.until else None,
        "reason": reason(measured, yields),
    }


def columns(step: Step) -> tuple[str, ...]:
    """Return the columns a step is about; `*` stands for the whole row."""
    if isinstance(step, Erase):
        return ("*",)
    if isinstance(step, Read | Redact | Keep | SetApart | MayUse):
        return step.columns
    if isinstance(step, Write):
        return (step.column,)
    if isinstance(step, Recount):
        return (step.counter.column,)
    return step.shown if isinstance(step, AskHuman) else step.key


def what_stays(step: Step) -> dict[str, str]:
    """Return in words, by column, what stays of the values that a step takes away."""
    changes = step.changes if isinstance(step, Redact) and not step.edge else ()
    return {change.column: said for change in changes if (said := stays(change))}


def reason(measured: Measured, yields: Collection[str] = ()) -> str:
    """Return in words why the rows go, change or stay.

    These purposes give way to the erasure that was asked, where one was.
    """
    step = measured.step
    if isinstance(step, Erase | Redact | Recount):
        return _changes(step, yields)
    if isinstance(step, Keep):
        return f"held for `{step.purpose}`"
    if isinstance(step, KeepKey):
        of = f" ({', '.join(f'`{name}`' for name in step.key)})" if len(step.key) > 1 else ""
        return f"emptied rows: only their key stays{of}, because {_needed(step)}"
    if isinstance(step, SetApart):
        return _apart(step)
    if isinstance(step, MayUse):
        return _use(step)
    if isinstance(step, AskHuman):
        return "; ".join(filter(None, (step.reason, step.instead)))
    if isinstance(step, Read):
        return "the person asked what is held"
    return "the value was corrected at the person's request"


def lines(plan: Plan, asked: str = "", yields: Collection[str] = ()) -> Iterator[str]:
    """Yield the plan in words, one block per table.

    `asked` says where and what was asked, as it is typed: printed commands repeat it. What `yields`
    gives way to the erasure that was asked.
    """
    why = partial(reason, yields=yields)
    for table in dict.fromkeys(m.step.table for m in plan.measured):
        own = [m for m in plan.measured if m.step.table == table and m.rows]
        if own:
            yield f"{table}  ({counted(own[0].of)} in question)"
            survey = plan.program.surveys.get(table)
            dated = survey is not None and not survey.whole
            yield from (_line(m, asked, why(m), dated=dated) for m in own)
            yield ""
    yield summary(plan)


def overview(plan: Plan) -> Iterator[str]:
    """Yield the plan as counts, one line per table."""
    yield f"{'table':<28}{'goes':>10}{'changes':>10}{'asks':>10}{'rows':>12}"
    for table in dict.fromkeys(m.step.table for m in plan.measured):
        own = [m for m in plan.measured if m.step.table == table]
        goes = sum(m.rows for m in own if isinstance(m.step, Erase))
        changes = plan.emptied.get(table, 0) + _written(own)
        asks = sum(m.rows for m in own if isinstance(m.step, AskHuman))
        yield f"{table:<28}{goes:>10}{changes:>10}{asks:>10}{own[0].of:>12}"
    for measured in plan.measured:
        if isinstance(measured.step, SetApart) and measured.rows:
            rows, are = counted(measured.rows), "is" if measured.rows == 1 else "are"
            yield f"{rows} of {measured.step.table} {are} set apart: {reason(measured)}"
    yield summary(plan)


def summary(plan: Plan) -> str:
    """Return one line that sums a plan up."""
    goes = sum(m.rows for m in plan.changes if isinstance(m.step, Erase))
    changes, written = sum(plan.emptied.values()), _written(plan.changes)
    asked = sum(m.rows for m in plan.questions)
    uses = [(m.rows, m.step) for m in plan.measured if isinstance(m.step, MayUse)]
    if uses:
        rows = sum(rows for rows, step in uses if step.use is Use.WHOLE)
        if not any(rows for rows, _ in uses):
            nothing = f"`{uses[0][1].purpose}` holds nothing that is asked about"
            return f"As of {plan.program.as_of}: {nothing}."
        return f"As of {plan.program.as_of}: values in {counted(rows)} may be used."
    told = [m for m in plan.measured if isinstance(m.step, Read)]
    if told:
        return f"As of {plan.program.as_of}: {counted(sum(m.rows for m in told), verb='are')} told."
    corrected = f"{counted(written, verb='are')} corrected, " if written else ""
    going = f"{counted(goes, verb='go')}, {counted(changes, verb='lose')} cells"
    waiting = f"{corrected}{counted(asked, verb='wait')} for a person"
    return f"As of {plan.program.as_of}: {going}, {waiting}."


def _written(measured: Sequence[Measured]) -> int:
    return sum(m.rows for m in measured if isinstance(m.step, Write))


def decide_command(step: str, asked: str) -> str:
    """Return the command that answers a step; `asked` says where and what was asked."""
    return " ".join(filter(None, ("gestand decide", step, asked, "--because TEXT")))


def _line(measured: Measured, asked: str, why: str, *, dated: bool) -> str:
    step = measured.step
    words = {
        Erase: "goes",
        Redact: "changes",
        SetApart: "is apart",
        AskHuman: "asks",
        Write: "corrects",
        Read: "is told",
        Recount: "follows",
    }
    verb = words.get(type(step), "stays")
    if isinstance(step, MayUse):
        verb = "may use" if step.use is Use.WHOLE else "only" if step.use is Use.TAIL else "not now"
    named = "" if isinstance(step, Erase | AskHuman | KeepKey) else ", ".join(columns(step))
    named = "" if named == "*" else named
    if isinstance(step, Redact) and step.edge:
        named = step.edge  # the values that go with it are told by the steps about them
    text = f"  {verb:<8} {measured.rows:>8}  {named}{': ' if named else ''}{why}"
    if isinstance(step, AskHuman):
        text += f"\n{'':20}{decide_command(step.id, asked)}"
    if isinstance(step, Keep) and (dated or measured.until):
        text += _until(measured.until, dated=dated)
    return text


def _changes(step: Erase | Redact | Recount, yields: Collection[str]) -> str:
    """Return why rows go or change because of what no ground holds."""
    if isinstance(step, Erase):
        return f"{_ended(step.over, yields)}; nothing else holds the row"
    if isinstance(step, Recount):
        anew = "is counted anew" if step.counter.sums is None else "is added up anew"
        doing = "goes down by as many" if step.counter.lowers else anew
        return f"rows of `{step.counted}` go that it counts: it {doing}"
    if step.forgets:
        return f"the row of `{step.forgets}` that it points at goes"
    if step.copies:
        return f"a copy of `{step.copies}`, which nothing holds any more"
    return f"{_ended(step.over, yields)}; {_the_row_stays(step)}"


def _needed(step: KeepKey) -> str:
    """Return what needs the key of emptied rows, with the tables that point at them."""
    if step.past:
        return f"they are the history of `{step.past}`"
    # What no plan removes comes first: such a row never goes by itself.
    pins = sorted((edge.child for edge in step.pins), key=lambda name: name not in step.left_out)
    tables = list(dict.fromkeys(pins))
    if not tables:
        return "another row needs it"
    out = [name for name in tables if name in step.left_out]
    if out:
        rest = f", or one of {_either(tables[len(out):][:MOST])}" if tables[len(out):] else ""
        said = "which the data map leaves out, so that its rows stay"
        return f"another row needs it, such as one of {_either(out[:MOST])}, {said}{rest}"
    more = f" or {len(tables) - MOST} more" if len(tables) > MOST else ""
    return f"another row needs it, such as one of {_either(tables[:MOST])}{more}"


def _either(names: Sequence[str]) -> str:
    quoted = [f"`{name}`" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def _apart(step: SetApart) -> str:
    """Return why values are set apart, and what ends that."""
    if step.fact == RESTRICTED and step.purposes:
        named = " and ".join(f"`{name}`" for name in step.purposes)
        return f"restricted for {named}: not used for that, nor changed or removed, until lifted"
    if step.fact == RESTRICTED:
        return f"restricted, {_UNTOUCHED} until the restriction is lifted"
    if step.fact == HELD:
        return f"needed for a claim or an order, {_UNTOUCHED} until it is released"
    named = " and ".join(f"`{name}`" for name in step.purposes)
    return f"nothing but {named} holds this, and somebody objected to it: not used until weighed"


def _use(step: MayUse) -> str:
    """Return what a purpose may do with values, and why no more than that."""
    if step.use is Use.WHOLE:
        return f"for `{step.purpose}`"
    if step.use is Use.TAIL:
        return f"its occasion is over; `{step.purpose}` may do this and nothing else: {step.only}"
    if step.use is Use.APART:
        return "set apart by a restriction, a hold or an objection: `gestand plan` says which"
    return (
        "a person must look at a date or an edge first: `gestand plan` says which, and "
        "`gestand consents --agree` of whom a consent lies in the future"
    )


def _the_row_stays(step: Redact) -> str:
    """Return that the row stays, and what does with it of the values that go."""
    parts = [f"of `{column}` {said}" for column, said in what_stays(step).items()]
    return ", and ".join(["the row itself stays", *parts])


def _until(day: date | None, *, dated: bool) -> str:
    if day is None:
        return ", while it is active"
    return f", until {day}" if dated else f", the first until {day}"


def _ended(names: tuple[str, ...], yields: Collection[str]) -> str:
    """Return why nothing is held for some purposes: they are over, or give way to an erasure."""
    giving = [f"`{name}`" for name in names if name in yields]
    if not giving:
        return _are_over(names)
    rest = tuple(name for name in names if name not in yields)
    told = f"erasure was asked: {' and '.join(giving)} {_GIVES[len(giving) > 1]}"
    return f"{told}, and {_are_over(rest)}" if rest else told


_GIVES = ("gives way to it, or is over", "give way to it, or are over")


def _are_over(names: tuple[str, ...]) -> str:
    quoted = [f"`{name}`" for name in names]
    if not quoted:
        return "no purpose may hold this"
    if len(quoted) == 1:
        return f"{quoted[0]} is over"
    return f"{', '.join(quoted[:-1])} and {quoted[-1]} are over"
