"""The rows of the table of addresses, audience by audience; `pages.routes` puts them together."""
