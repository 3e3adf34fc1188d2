"""Who did what, and when: ids only, no content."""
