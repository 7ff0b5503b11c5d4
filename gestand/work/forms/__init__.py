"""Forms of purposes: opened for the live tables, and what is sent by them taken in."""
