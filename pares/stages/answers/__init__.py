"""The sealed box and the answers it was opened to; knows no person."""
