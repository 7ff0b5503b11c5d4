"""Forms of purposes: what they may ask, what is wrong with an answer, and what stands beside it."""
