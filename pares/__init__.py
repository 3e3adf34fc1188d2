"""Pares runs peer and near-peer mentoring schemes for doctors in training."""

__version__ = "0.3.0"
