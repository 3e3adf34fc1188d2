"""Certificates, statements and the proofs behind them."""
