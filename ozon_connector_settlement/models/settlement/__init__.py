from . import ozon_settlement
from . import ozon_settlement_line
