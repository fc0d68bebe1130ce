# What others inherit from comes first.
from . import common
from . import document
from . import bulk
from . import account
from . import setup
from . import product
from . import stock
from . import goods
from . import posting
from . import realization
from . import kopeck
