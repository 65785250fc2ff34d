"""What a command's exit code means; scripts of an office rely on it."""

ALL_ACCEPTED = 0
SOME_REJECTED = 1
WRONG_USAGE = 2
NOT_WRITTEN = 3
INTERRUPTED = 130
