"""The server's questions, answered in a process of their own: a long file freezes nobody there,
a crash takes nobody along, and files come through a pipe and lie on no disk."""
