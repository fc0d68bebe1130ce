"""What Ozon's answers say, as immutable records: one file per group of methods.

Each `read_*` function takes the body of an answer as bytes and returns records, or raises
`reading.WrongShape`, which names the spot. They accept the variations known from live answers
(missing or null keys, numbers as text, float tails) and nothing else: a misread figure would be
booked wrongly.

Each file has the same order. First come the records, with shapes and units in their docstrings.
Then `read_…` calls `decode` with one reader for each list of the answer. Then come the readers of
objects: functions of one JSON object that use `reading`, with `nested` and `each` for objects
inside.

Ids are text, "" when absent. Money is Decimal in the currency that the answer names.
"""

from .accruals import (
    Accrual,
    AccrualPage,
    AccrualType,
    AccruedFee,
    AccruedSale,
    read_accrual_types,
    read_accruals,
)
from .balance import Balance, BalanceSide, read_balance
from .buyouts import BuyoutRow, Buyouts, read_buyouts
from .cash_flow import CashFlowPage, CashFlowPeriod, read_cash_flow
from .company_sales import CompanySale, read_company_sales
from .decommissioned import DecommissionedGoods, DecommissionedPage, read_decommissioned
from .key import KeyInfo, Role, read_key_info
from .products import (
    ProductCard,
    ProductListItem,
    ProductListPage,
    read_product_cards,
    read_product_list,
)
from .realization import (
    RealizationReport,
    ReportHeader,
    ReportRow,
    ReportSide,
    read_realization,
)
from .realization_postings import (
    PostingRow,
    RealizationPostings,
    read_realization_postings,
)
from .removals import RemovalsPage, RemovedGoods, read_removals
from .report_files import ReportInfo, read_report_code, read_report_info
from .seller import SellerInfo, read_seller_info
from .stocks import (
    FboStock,
    FboStocksPage,
    StockStates,
    read_fbo_stocks,
    read_stock_states,
)
from .supplies import (
    ActGoods,
    DeclaredGoods,
    DeclaredGoodsPage,
    Supply,
    SupplyAct,
    SupplyActs,
    SupplyOrder,
    SupplyOrdersPage,
    read_act_goods,
    read_declared_goods,
    read_supply_acts,
    read_supply_order_ids,
    read_supply_orders,
)
