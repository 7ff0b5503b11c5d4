"""Zwemvereniging De Golf: a swimming club that does not exist, with children and their parents."""
