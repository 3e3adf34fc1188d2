"""What only the demo has: signing in as anybody, the letters sent, another day."""
