"""One module a resource; each declares its shapes and its operations."""
