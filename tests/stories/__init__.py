"""Stories: a folder each, with a small company, a day, and what must come of it.

`README.md` beside this file says which files a folder may hold.
"""
