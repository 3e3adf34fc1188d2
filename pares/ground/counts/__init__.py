"""n of N, and figures that give nobody away."""
