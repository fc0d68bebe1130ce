from . import ozon_posting_month
from . import ozon_posting_month_rate
from . import ozon_posting
