"""Where somebody works, once they have signed up."""
