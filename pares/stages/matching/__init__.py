"""From people to pairs."""
