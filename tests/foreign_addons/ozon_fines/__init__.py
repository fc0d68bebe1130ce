from . import ozon_fines
