"""An HTTP server that behaves like Ozon's Seller API, for tests and for the demo.

`FakeOzon(Seller(...))` serves sellers on 127.0.0.1; `figures` builds cards and reports whose sums
hold; `faults` has ready answers for things that go wrong; `demo_seller` is a whole believable shop.
"""

from .faults import Answer
from .figures import card, published_example, random_report, report, row, side, to_json, totals
from .seller import Seller
from .server import FakeOzon, Request

__all__ = [
    "Answer",
    "FakeOzon",
    "Request",
    "Seller",
    "card",
    "published_example",
    "random_report",
    "report",
    "row",
    "side",
    "to_json",
    "totals",
]
