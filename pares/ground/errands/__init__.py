"""Long work with progress, done by the worker."""
