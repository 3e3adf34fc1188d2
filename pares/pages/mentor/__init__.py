"""A mentor's pages."""
