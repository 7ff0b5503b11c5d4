"""Webwinkel De Linnenkast: a web shop that does not exist, with all that it promises."""
