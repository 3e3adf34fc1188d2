"""The schemes that exist: whoever reported them, and where."""
