"""A room a page. No view imports another."""
