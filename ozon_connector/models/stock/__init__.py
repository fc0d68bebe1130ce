from . import account_move_cost
from . import account_move_line_cost
from . import product_product_cost
from . import stock_move_units
from . import stock_move_cost
from . import stock_move_take_back
from . import stock_move_line_take_back
