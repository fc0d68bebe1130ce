from . import ozon_month_opening
