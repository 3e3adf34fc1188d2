"""Surveys and the invitations to them."""
