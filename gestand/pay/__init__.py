"""Who takes payments. Nothing is known here of what was ordered, and nothing of by whom."""
