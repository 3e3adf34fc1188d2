"""Requests for contact."""
