"""The probes: each looks at one thing, with questions of its own, and says what it saw.

A probe is a file in this folder with a function `look`; one more is one file, and its name in the
table of `gestand/work/prove.py`. Its words stand in `gestand/core/proving/words.py`.
"""
