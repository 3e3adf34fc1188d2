"""The public guidance."""
