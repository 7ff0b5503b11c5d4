"""Traces of what Gestand does, for those who collect them: an extra, and nothing without it."""
