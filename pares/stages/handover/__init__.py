"""The next cohort, and the next lead."""
