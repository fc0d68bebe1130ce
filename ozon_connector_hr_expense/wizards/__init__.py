from . import ozon_kopeck_receipt
