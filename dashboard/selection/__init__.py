"""What the URL and the widgets ask for, in step."""
