"""Lint: what a lawyer would say of a policy and its statement, rule by rule.

`gestand check` tells what cannot be kept or published. A rule here tells what the law asks beside
that: it finds places, and the packaged data say in Dutch and English what is wrong, what to do, and
which article says so, as far as that is known.
"""
