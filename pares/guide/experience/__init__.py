"""What leaders tell of their own schemes, in their own words and under their own name."""
