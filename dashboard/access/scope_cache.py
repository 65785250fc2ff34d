"""Remembered answers, keyed by what a viewer may read: two viewers of one scope share them, and a
remembered function learns nothing else of its viewer."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from dashboard.access.viewer import Scope, Viewer, viewer_scope

P = ParamSpec("P")
T = TypeVar("T")


def remember_by_scope(
    answers: int,
) -> Callable[[Callable[Concatenate[Viewer, P], T]], Callable[Concatenate[Viewer, P], T]]:
    """Remember the newest `answers` of a function whose first argument is the viewer."""

    def remember(
        function: Callable[Concatenate[Viewer, P], T],
    ) -> Callable[Concatenate[Viewer, P], T]:
        remembered = cast(Callable[Concatenate[Viewer, P], T], lru_cache(maxsize=answers)(function))

        @wraps(function)
        def answer(viewer: Viewer, *args: P.args, **kwargs: P.kwargs) -> T:
            return remembered(scope_viewer(viewer_scope(viewer)), *args, **kwargs)

        return answer

    return remember


@lru_cache(maxsize=1000)
def scope_viewer(scope: Scope) -> Viewer:
    """A viewer with this scope and without a person."""
    role = "state" if scope.everything else "agency"
    return Viewer("", frozenset({role}), frozenset(scope.agencies))
