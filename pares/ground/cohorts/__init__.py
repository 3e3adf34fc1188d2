"""A run of a scheme: its timeline and milestones."""
