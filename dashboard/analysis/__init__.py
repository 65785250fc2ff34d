"""Rows → findings. No Streamlit, no words."""
