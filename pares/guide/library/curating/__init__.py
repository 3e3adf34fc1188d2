"""What editors do for the library: ask owners, keep the licences right, and see that links lead somewhere."""
