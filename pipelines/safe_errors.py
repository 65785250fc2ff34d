"""The kind and the place of a fault, never its message: that may hold a client's row."""

import traceback


def fault_kind(fault: BaseException) -> str:
    """The class of the fault; for a file or folder also what the system says, and its name."""
    kind = type(fault).__name__
    if isinstance(fault, OSError) and fault.filename:
        kind += f", {fault.strerror}: {str(fault.filename)!a}"
    return kind


def fault_place(fault: BaseException) -> str:
    """File, line, function and the line of code where the fault was raised; "" if unknown."""
    return "".join(traceback.format_tb(fault.__traceback__)[-1:])
