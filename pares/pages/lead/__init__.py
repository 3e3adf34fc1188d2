"""A lead's pages."""
