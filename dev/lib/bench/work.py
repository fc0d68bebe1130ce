"""A piece of work that dev/bench measures, done in the addon's way and in Odoo's."""

from collections.abc import Callable
from dataclasses import dataclass

OFTEN, OFTEN_UP_TO = 3, 2_000  # runs of one size, and the largest size with so many runs


@dataclass(frozen=True)
class Work:
    """A piece of work with n rows, done in two ways.

    prepare(env, n): creates the rows, which are the same for both ways.
    ours(env, rows), plain(env, rows): do the work and return the argument of `stored`.
    stored(env, result): the result in the database, to be compared; None if there is none.
    ratio: the highest allowed ratio of seconds, ours / plain.
    queries: (fixed, per row) that ours may send; None if it sends none.
    sizes: other numbers of rows than the requested ones.
    often: the number of runs of each size; None: three runs, or one run of a large size.
    model: a model that must be installed; "" if `ozon_connector_bulk` is enough.
    """

    name: str
    prepare: Callable
    ours: Callable
    plain: Callable
    stored: Callable | None
    ratio: float
    queries: tuple[float, float] | None = None
    sizes: tuple[int, ...] = ()
    often: int | None = None
    model: str = ""

    def runs(self, n):
        return self.often or (OFTEN if n <= OFTEN_UP_TO else 1)

    def allowed_queries(self, n):
        fixed, per_row = self.queries
        return fixed + per_row * n
