from . import ozon_accrual_type
from . import ozon_accrual_tax
from . import ozon_accrual
from . import ozon_accrual_day
from . import ozon_accrual_feed
from . import ozon_account_accruals
from . import ozon_product_skus
