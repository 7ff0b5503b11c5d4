"""Own records: what Gestand remembers in a database of its own.

`base` says what others may ask of them, and imports no database; `plain` reads them without
Django, and only `gestand.wiring.recording` opens them to write.
"""
