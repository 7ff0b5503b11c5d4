"""What is left of a person: in which forms an identifier hides, and how each place is graded."""
