"""What two versions of a statement differ in, what it weighs, and what follows from it."""
