"""A recorded ballot where places are short: announced with tickets, drawn once from a seed, open to be checked."""
