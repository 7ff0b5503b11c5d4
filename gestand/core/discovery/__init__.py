"""What a stranger's database seems to hold, and whose: proposals, each with its reason.

Everything here is a guess that a person confirms. Nothing reads a database: names, types and what
samples looked like come in as values, and no value of anybody is kept.
"""
