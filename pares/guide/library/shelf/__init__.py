"""A scheme's own shelf: files its leads put there, handed to those whom their licence allows."""
