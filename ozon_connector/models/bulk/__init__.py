from . import account_move_bulk
from . import product_product_bulk
from . import purchase_order_bulk
from . import stock_move_bulk
from . import stock_picking_bulk
