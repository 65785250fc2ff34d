"""Findings → words; pure."""
