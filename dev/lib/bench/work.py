"""What the bench measures: a piece of work that can be done the addon's way and Odoo's."""

from collections.abc import Callable
from dataclasses import dataclass

OFTEN, OFTEN_UP_TO = 3, 2_000  # runs of one size, and the largest of which there are so many


@dataclass(frozen=True)
class Work:
    """Something that is done with n rows in two ways.

    prepare(env, n): makes the rows, which are the same for both ways.
    ours(env, rows), plain(env, rows): do the work; return what stored takes.
    stored(env, result): what is in the database afterwards, to be compared; None if nothing is.
    ratio: of the seconds, ours / plain, that may not be passed.
    queries: (fixed, per row) that ours may send; None if it sends none.
    sizes: other numbers of rows than those that are asked for.
    often: how many runs of each size; None for three, or one of a large size.
    model: what must be installed for it; "" where `ozon_connector_bulk` is enough.
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
