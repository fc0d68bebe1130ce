# A room calls only the rooms above it in this list.
from . import common
from . import bulk
from . import account
from . import setup
from . import document
from . import stock
from . import product
from . import goods
from . import posting
from . import realization
from . import kopeck
from . import overview
