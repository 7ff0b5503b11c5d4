"""Write a person's answer: an archive with a page, tables and files."""
