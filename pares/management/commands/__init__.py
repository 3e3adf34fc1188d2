"""The operator's commands, one file each."""
