"""A provider's files, checked: bytes to text, text to numbered rows, rows to findings."""
