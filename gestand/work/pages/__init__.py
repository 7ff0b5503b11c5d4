"""The pages of a statement: HTML without scripts and without requests to anywhere."""
