"""The leads' board: changing a proposal, going back, and the record of who changed what."""
