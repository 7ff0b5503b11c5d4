"""Passkeys: what a browser says that somebody has, and whether it is so."""
