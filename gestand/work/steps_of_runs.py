"""The steps of runs that a crash may stop, by their names: what each does, and what a stop leaves.

For the reference. A run is recorded step by step (`durable.py`), and the name of a step is what own
records, `gestand keys` and a worker tell of one that was stopped.
"""

from __future__ import annotations

RUNS: dict[str, tuple[str, dict[str, str]]] = {
    "request N is carried out": (
        "What was decided about a request is done. It goes on when the request is carried out "
        "again; until then `gestand alarms` tells of it.",
        {
            "begin to carry it out": "Own records tell that it began, before a store is asked.",
            "act on the stores": "Rows are removed, changed, set apart or read, each store in "
            "transactions of its own that ask every condition anew.",
            "hand it over": "The package of a portability goes to the other controller.",
            "write it down": "The request is carried out, with its entry in the ledger.",
        },
    ),
    "the work of DAY": (
        "What has to be done every day, by workers. Each step is named after a duty of "
        "`gestand work --daily`: `mail`, `consents`, `orders`, `sweep`, `views`, `notices`, "
        "`webhooks`, `ledger`, `promises`, `alarms`, and `reach` and `crawl` where somebody asks "
        "for them.",
        {"write it down": "The day is done, with what each duty ended with."},
    ),
    "list KEY": (
        "A part of a list of requests that workers carry out. Each step is named after the place "
        "and the number of a request, as `1: request 17`.",
        {"end it": "The part has ended; requests that wait for a store are a new part."},
    ),
    "master key changed": (
        "`gestand keys --rotate`; it goes on when the same command is run again.",
        {
            "make the next one": "The next master key stands beside the one that counts.",
            "wrap every key": "Every key is wrapped with the next one, in one transaction.",
            "overwrite": "What was replaced is written over in the files of own records.",
            "take its place": "The next master key stands where the old one stood.",
        },
    ),
    "removed from own records KEY": (
        "What own records no longer hold; the next command that opens them goes on.",
        {
            "destroy": "Keys are gone from own records, with an entry in the ledger for each.",
            "encrypt": "Words of decisions that stood in clear are encrypted.",
            "overwrite": "What was removed is written over in the files of own records.",
        },
    ),
}
"""By the name of a run: what it is, and its steps in their order. What differs is in capitals."""
