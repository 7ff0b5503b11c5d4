"""The probes: each looks at one thing, with questions of its own, and says what it saw.

A probe is a file in this folder with a function `look`; one more is one file, and its name in the
table of `gestand/work/prove.py`. The words for what it finds stand in
`gestand/core/proving/problems.py`.
"""
