"""Board → rows: one function a query; each asks who is looking."""
