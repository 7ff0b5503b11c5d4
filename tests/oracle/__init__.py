"""What must go, decided a second time: from the rules, cell by cell, in plain Python.

Nothing here imports the product. It is slow and obvious on purpose: where it and the engine
disagree, one of the two has read a rule wrongly.
"""
