"""Applications, wishes and lists of people brought in."""
