"""Rows → files that people take away."""
