# A room calls only the rooms above it in this list.
from . import accrual
from . import paper
from . import settlement
from . import netting
from . import service
from . import movement
from . import points
from . import payout
from . import buyout
from . import stock
from . import compensation
from . import scheme
from . import month
from . import profit
