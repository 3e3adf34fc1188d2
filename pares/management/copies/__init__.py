"""Copies of the database: made while the site runs, looked at before they count, put back into an empty place."""
