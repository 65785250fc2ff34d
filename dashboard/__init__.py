"""What pages are made of: access, reads, filters, charts, words."""
