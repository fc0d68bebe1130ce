"""An HTTP server that behaves like Ozon's Seller API, for tests and for the demo.

`FakeOzon(Seller(...))` serves sellers on 127.0.0.1. `figures` builds cards and consistent reports,
`accrual_figures` accruals, `settlement_file` reports of mutual settlements, `realization_file`
realization reports as files, `buyouts` what Ozon bought. `finance` answers requests for these,
`balance` adds them up, `faults` has answers for things that go wrong, and `demo_seller` is a whole
believable shop.
"""

from .accrual_figures import Sold, container_fees, item_fees, money, posting, seller_fee
from .buyouts import buyout
from .compensations import Compensations, written_off
from .faults import Answer
from .figures import card, published_example, random_report, report, row, side, to_json, totals
from .finance import Finance
from .goods import FakeSupply, Goods, Supplied, removed
from .realization_file import realization_file
from .seller import Seller
from .server import FakeOzon, Request
from .settlement_file import Settlement

__all__ = [
    "Answer",
    "Compensations",
    "FakeOzon",
    "FakeSupply",
    "Finance",
    "Goods",
    "Request",
    "Seller",
    "Settlement",
    "Sold",
    "Supplied",
    "buyout",
    "card",
    "container_fees",
    "item_fees",
    "money",
    "posting",
    "published_example",
    "random_report",
    "realization_file",
    "removed",
    "report",
    "row",
    "seller_fee",
    "side",
    "to_json",
    "totals",
    "written_off",
]
