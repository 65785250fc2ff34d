"""Rows → figures: the measures in words and in SQL."""
