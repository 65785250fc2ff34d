"""A process that holds clients' rows keeps them to itself: what it writes, and what it leaves."""

import os


def keep_process_private() -> None:
    """Files of this process are its user's alone, and a crash writes no memory to the disk."""
    os.umask(0o077)
    if os.name == "posix":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
