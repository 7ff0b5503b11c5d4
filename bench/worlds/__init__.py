"""Made-up organisations that are measured: their declaration, and rows in any number."""
