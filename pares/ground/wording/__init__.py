"""The words we ship and the edits made here."""
