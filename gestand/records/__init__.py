"""Own records: what Gestand remembers in a database of its own.

`base` says what others may ask of them, and imports no database; only `gestand.wiring.recording`
opens them.
"""
