"""What is due today, and the loop that sends."""
