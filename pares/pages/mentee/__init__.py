"""A mentee's pages."""
