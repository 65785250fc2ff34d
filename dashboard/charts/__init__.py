"""Frames → Plotly figures and small pictures. Pure: no Streamlit, no files, no clock."""
