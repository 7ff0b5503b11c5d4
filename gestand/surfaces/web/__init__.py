"""The website: the statement, the form to ask for one's data, and the officer's list."""
