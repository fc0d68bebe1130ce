from . import ozon_month_file
