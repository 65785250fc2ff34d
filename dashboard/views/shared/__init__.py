"""What the page of the shared release is made of."""
