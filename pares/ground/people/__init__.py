"""An account and its addresses, nothing else."""
