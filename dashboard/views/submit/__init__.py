"""The parts of the Submit page; texts out of a file are escaped, never Markdown."""
