from . import account_move
from . import product_product
from . import product_template
from . import purchase_order
from . import stock_move
from . import stock_move_line
from . import stock_picking
from . import stock_quant
