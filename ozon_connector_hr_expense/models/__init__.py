from . import hr_expense
from . import purchase_order
