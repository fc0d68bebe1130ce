# What others inherit from comes first.
from . import accrual
from . import settlement
from . import service
from . import compensation
from . import payout
from . import month
