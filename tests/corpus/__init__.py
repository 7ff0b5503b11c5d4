"""A hundred and fifty messages of people who do not exist, and what each of them is."""
