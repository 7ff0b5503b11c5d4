"""Mail: what goes out and what comes in, over the servers of the organisation."""
