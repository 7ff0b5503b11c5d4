"""A pack of evidence: what an organisation shows of how it keeps its word, to be checked alone."""
