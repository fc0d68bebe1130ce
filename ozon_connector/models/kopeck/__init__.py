from . import account_move_not_to_pay
from . import purchase_order_kopeck
from . import purchase_order_line_kopeck
