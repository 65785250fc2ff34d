"""HTML and Streamlit parts that pages are put together from; every text in them is escaped."""
