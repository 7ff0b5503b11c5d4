"""Look for what is left of a person: where, in which order, and what came of it."""
