"""Totals only."""
