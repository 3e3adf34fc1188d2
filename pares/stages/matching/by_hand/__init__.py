"""Choosing pairs by hand: one at a time, checked, with nothing else moved."""
