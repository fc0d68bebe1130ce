"""A second account whose month does not tie: it has a mistake of each kind that can be planted."""

from __future__ import annotations

from datetime import date

from .accrual_figures import seller_fee
from .demo_seller import demo_seller
from .demo_settlement import Month, demo_finance
from .seller import Seller

ROWS = 12
UNKNOWN_TYPE = 999  # not in Ozon's list
UNKNOWN_AMOUNT = "-111.11"


def planted_seller(client_id: str, api_key: str, month: Month) -> Seller:
    """A small shop with an accrual of an unknown type. All other mistakes are in the books only."""
    seller = demo_seller(client_id, api_key, [month])
    rows = seller.reports[month]["result"]["rows"]
    del rows[ROWS:]
    # Ozon settles what it buys from this seller apart from its balance.
    seller.finance = demo_finance(seller.reports, buyouts_as="")
    day = date(*month, 15)
    seller.finance.days.setdefault(day, []).append(
        seller_fee(1, day, "999-1", UNKNOWN_TYPE, UNKNOWN_AMOUNT)
    )
    return seller
