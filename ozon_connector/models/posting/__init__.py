from . import ozon_posting_month
from . import ozon_posting
