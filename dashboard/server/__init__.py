"""What runs before Streamlit: the gate and the upload API."""
