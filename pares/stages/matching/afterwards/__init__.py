"""What becomes of the match after it was confirmed: filling free places, and what a change would mean."""
