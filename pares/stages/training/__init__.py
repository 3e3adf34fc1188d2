"""Sessions, registers and what counts instead."""
