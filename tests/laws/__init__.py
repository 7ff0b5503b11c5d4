"""Laws: what must hold for any policy, any rows and any day, tried on many of them."""
