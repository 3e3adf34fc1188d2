"""The agreement, the sessions declared, and endings."""
