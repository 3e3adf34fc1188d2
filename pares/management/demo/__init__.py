"""The demo: invented people, lived through day by day with the same actions as real ones."""
