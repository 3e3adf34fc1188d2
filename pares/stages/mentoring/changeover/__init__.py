"""After a changeover: whether posts are as they were, and pairs that would not be made today."""
