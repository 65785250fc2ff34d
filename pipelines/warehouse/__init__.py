"""The one store of client-level rows: open, lock, versions."""
