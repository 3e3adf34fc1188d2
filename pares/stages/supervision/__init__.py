"""Asking for help, and who answers."""
