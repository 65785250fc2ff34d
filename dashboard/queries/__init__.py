"""Board → rows: one function a query; each checks what the viewer may read."""
