"""The same SQL on more than one engine."""
