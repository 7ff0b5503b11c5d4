"""A browser that visits sites as somebody does who agrees to nothing."""
