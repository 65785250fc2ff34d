"""The choices of a page: widgets in step with the URL."""
