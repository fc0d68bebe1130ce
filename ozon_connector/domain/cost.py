"""What goods cost, as Odoo's stock valuation counts it: average cost, or first in first out.

A history lists what came, what left and which prices a person set, in the order of their dates. A
walk through it computes the value of every move and the value that is left. Amounts are floats, as
in Odoo's costs; booked values are rounded to the kopeck once, in `values`.

Products with a standard price need no walk: every unit costs that price.
"""

from collections import Counter, deque
from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

# A move or journal item may round by half a kopeck.
HALF_KOPECK = 0.005
# Smaller quantities are only rounding errors of binary fractions.
NOTHING = 1e-6


class Move(NamedTuple):
    """Goods that came into the company or left it, in the product's unit."""

    key: Hashable
    comes_in: bool
    quantity: float  # above 0
    value: float  # as stored; a `free` move gets a new one
    free: bool = False  # no entry has been booked with its value yet
    origin: Hashable = None  # of a return: the move that it takes back
    report: Hashable = None  # Ozon's report that sold the goods or took them back
    foreign: bool = False  # belongs to no Ozon document, and no entry is booked with its value


def is_worth_something_of_its_own(event: "Move | Price") -> bool:
    """Whether this is a foreign move valued at the cost of its goods, not at a price paid."""
    return isinstance(event, Move) and event.foreign and (
        not event.comes_in or event.origin is not None
    )


class Price(NamedTuple):
    """A new unit cost, set by a person; Odoo records the first one when it creates a product.

    Odoo also counts a cost set in another company, although it says nothing about this one's goods.
    """

    value: float
    is_first: bool = False
    is_elsewhere: bool = False  # set in another company


@dataclass
class Stock:
    """Goods of one product: units (below 0 when sold before bought), unit cost, value."""

    unit_cost: float = 0.0
    quantity: float = 0.0
    value: float = 0.0

    def receive(self, quantity: float, value: float) -> float:
        """:return: the cost above the estimate of units that had left before they came in"""
        raise NotImplementedError

    def issue(self, quantity: float) -> float:
        """:return: what these units cost"""
        cost = self.cost_of(quantity)
        self.value -= cost
        self.quantity -= quantity
        return cost

    def cost_of(self, quantity: float) -> float:
        """The cost of the next units that leave."""
        return quantity * self.unit_cost

    def reprice(self, price: float) -> float:
        """:return: by how much the value changes"""
        before, self.unit_cost = self.value, price
        self.value = price * self.quantity
        return self.value - before


class AverageStock(Stock):
    """Every unit costs the average of what is in stock."""

    def receive(self, quantity: float, value: float) -> float:
        """See `Stock`: the average changes; with nothing in stock, it becomes the new cost."""
        short, unit_cost = max(-self.quantity, 0.0), self.unit_cost
        if self.quantity > 0:
            self.value += value
            self.quantity += quantity
            self.unit_cost = self.value / self.quantity
            return 0.0
        self.quantity += quantity
        if quantity:
            self.unit_cost = value / quantity
        self.value = self.unit_cost * self.quantity
        return short * (self.unit_cost - unit_cost)


@dataclass
class FirstInStock(Stock):
    """Units leave in the order in which they came, at what they cost."""

    layers: deque = field(default_factory=deque)  # [quantity, value]

    def receive(self, quantity: float, value: float) -> float:
        """See `Stock`: the units that have not left already become a new layer."""
        short, unit_cost = max(-self.quantity, 0.0), self.unit_cost
        self.quantity += quantity
        if quantity:
            self.unit_cost = value / quantity
        left = quantity - short
        if left > 0:
            self.layers.append([left, value * left / quantity])
        self.value = sum(layer[1] for layer in self.layers)
        if self.quantity < 0:
            self.value = self.quantity * self.unit_cost
        return short * (self.unit_cost - unit_cost)

    def cost_of(self, quantity: float) -> float:
        """See `Stock`: the oldest layers first, then the last unit cost for missing units."""
        cost = 0.0
        for units, value in self.layers:
            if quantity <= 0:
                break
            taken = min(units, quantity)
            cost += value * taken / units
            quantity -= taken
        return cost + max(quantity, 0.0) * self.unit_cost

    def issue(self, quantity: float) -> float:
        """See `Stock`: takes the units from the oldest layers."""
        cost = super().issue(quantity)
        while quantity > 0 and self.layers:
            layer = self.layers[0]
            if layer[0] > quantity:
                layer[1] -= layer[1] * quantity / layer[0]
                layer[0] -= quantity
                break
            quantity -= layer[0]
            self.layers.popleft()
        return cost

    def reprice(self, price: float) -> float:
        """See `Stock`: nothing changes, since a new price does not alter what a layer cost."""
        return 0.0


STOCKS = {"average": AverageStock, "fifo": FirstInStock}


class Walk:
    """A walk through the history of a product.

    :param method: `average` or `fifo`
    :param price: the unit cost of the product, for units that leave before they come in (`fifo`)
    :param history: `Move` and `Price`, in the order of their dates
    :param rounded: rounds an amount to the smallest unit of the currency
    """

    def __init__(
        self, method: str, price: float, history: Sequence[Move | Price],
        rounded: Callable[[float], float],
    ):
        self.method = method
        self.stock = STOCKS[method](0.0 if method == "average" else price)
        self._rounded = rounded
        self.moves = {event.key: event for event in history if isinstance(event, Move)}
        self.worth = {}  # what each move is worth
        self.booked = 0.0  # what came − what left + what a person changed
        self._short = []  # [key, units] that left before they came in
        self._last_sale = None  # the unit cost of what a report sold last
        self._units_sold = Counter()
        self.foreign = 0.0  # what foreign moves are worth beyond their values
        self.forgotten_cost = 0.0  # the cost that was replaced by a price nobody here decided on
        self._forgotten = 0.0  # the same for each unit in stock
        for event in self.moves.values():
            if event.report and not event.comes_in and event.origin is None:
                self._units_sold[event.report] += event.quantity
        for event in history:
            if isinstance(event, Price):
                self._reprice(event)
            elif event.comes_in:
                self._receive(event)
            else:
                self._issue(event)

    @property
    def missing(self) -> float:
        """The cost that no move carries; above 0, more came in than is left and has left.

        What foreign moves lack is not included; `foreign` has it.
        """
        return self.booked - self.stock.value - self.foreign

    @property
    def tolerance(self) -> float:
        """The largest difference that rounding can explain."""
        return HALF_KOPECK * (len(self.moves) + 1)

    @property
    def is_backed(self) -> bool:
        """Whether value in − value out = value left, and no more units left than came in.

        Foreign moves are not judged.
        """
        return abs(self.missing) <= self.tolerance and not self.is_short

    @property
    def is_short(self) -> bool:
        """Whether more units left than came in, so that the cost of the rest is unknown."""
        return self.stock.quantity < -NOTHING

    def values(self) -> dict:
        """The values of the free moves by key. Moves out carry exactly the value that has left."""
        carry = self.missing if abs(self.missing) <= self.tolerance else 0.0
        values = {}
        for key, move in self.moves.items():
            if not move.free:
                continue
            exact = self.worth[key]
            if move.comes_in:
                values[key] = exact
            else:
                values[key] = self._rounded(exact + carry)
                carry += exact - values[key]
        return values

    def _reprice(self, price):
        change, quantity = self.stock.reprice(price.value), self.stock.quantity
        if quantity < 0:
            self._restate(-change)
        elif price.is_first or price.is_elsewhere:
            # Nobody has decided that what was received before is worth another amount.
            self._forgotten -= change / quantity if quantity > NOTHING else 0.0
            self.forgotten_cost -= change
        else:
            self.booked += change - self._forgotten * quantity
            self._forgotten = self.forgotten_cost = 0.0

    def _receive(self, move):
        value = self._rounded(self._returned_value(move)) if move.free else move.value
        self.worth[move.key] = value
        self.booked += value
        self._restate(self.stock.receive(move.quantity, value))
        self._cover(move.quantity)

    def _returned_value(self, move):
        """The value of returned goods: what they cost when they left."""
        if move.origin is not None:
            origin = self.moves.get(move.origin)
            if origin is None or move.origin not in self.worth:
                return move.value
            return self.worth[move.origin] * move.quantity / origin.quantity
        unit_cost = self.stock.unit_cost
        if self.method == "fifo":
            # The goods that this report sells leave first, as far as they are in stock.
            sold = min(self._units_sold[move.report], self.stock.quantity)
            if sold > 0:
                unit_cost = self.stock.cost_of(sold) / sold
            elif self._last_sale is not None:
                unit_cost = self._last_sale
            elif self.stock.quantity > NOTHING:
                unit_cost = self.stock.value / self.stock.quantity
        return move.quantity * unit_cost

    def _issue(self, move):
        there = max(self.stock.quantity, 0.0)
        cost = self.stock.issue(move.quantity)
        self.worth[move.key] = cost if move.free else move.value
        self.booked -= self.worth[move.key]
        if move.foreign:
            self.foreign += cost - self.worth[move.key]
        if move.quantity > there:
            self._short.append([move.key, move.quantity - there])
        if move.report and move.quantity:
            self._last_sale = self.worth[move.key] / move.quantity

    def _restate(self, surplus):
        """Correct the cost of units that left before they came in, unless it is booked."""
        units = sum(short for _key, short in self._short)
        for key, short in self._short if surplus else ():
            if self.moves[key].free:
                share = surplus * short / units
                self.worth[key] += share
                self.booked -= share

    def _cover(self, received):
        """Match received units with those that had left before."""
        while received > 0 and self._short:
            covered = min(received, self._short[0][1])
            received -= covered
            self._short[0][1] -= covered
            if self._short[0][1] <= 0:
                self._short.pop(0)


def followers(walk: Callable[[Sequence], Walk], history: Sequence[Move | Price]) -> set[Hashable]:
    """The foreign moves whose worth depends on the goods of Ozon's documents.

    :param walk: creates the `Walk` of a history
    :return: their keys
    """
    theirs = {event.key for event in history if is_worth_something_of_its_own(event)}
    if not theirs or all(event.foreign for event in history if isinstance(event, Move)):
        return set()
    history = freed(history, theirs)
    together = walk(history).worth
    alone = walk([event for event in history if isinstance(event, Price) or event.foreign]).worth
    return {key for key in theirs if abs(together[key] - alone[key]) > HALF_KOPECK}


def freed(history: Sequence[Move | Price], keys: Collection[Hashable]) -> list[Move | Price]:
    """A history in which the moves with these keys get a new value."""
    return [
        event._replace(free=True) if isinstance(event, Move) and event.key in keys else event
        for event in history
    ]
