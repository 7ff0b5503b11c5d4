"""Noorderlicht Hosting B.V.: a fictional company to try everything on."""
