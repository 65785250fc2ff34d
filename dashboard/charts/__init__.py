"""Findings → Plotly figures; pure."""
