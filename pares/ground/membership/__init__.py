"""Who holds which role in a scheme, and the invitations to them."""
