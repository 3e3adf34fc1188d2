"""Registers and workshops."""
