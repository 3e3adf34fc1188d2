"""A scheme with its grades, specialties, sites, contacts and weights."""
