"""The stages of a cohort's life, in their order."""
