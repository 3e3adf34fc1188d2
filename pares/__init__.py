"""Pares runs peer and near-peer mentoring schemes for doctors in training."""

__version__ = "0.2.0"
