"""One measure over time as a Plotly figure."""
