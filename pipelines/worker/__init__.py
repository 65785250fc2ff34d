"""The server's questions, each answered in a process of its own."""
