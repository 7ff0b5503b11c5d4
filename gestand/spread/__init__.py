"""What hands runs to workers on other machines, and lets those take them."""
