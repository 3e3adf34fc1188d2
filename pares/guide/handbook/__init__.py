"""The handbook: chapters, and the figures they quote with their sources."""
