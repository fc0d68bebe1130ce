from . import ozon_account_overview
