"""Hands: the organisation's own databases."""
