from . import ozon_requirement
from . import ozon_requirement_books
from . import ozon_requirement_goods
from . import ozon_requirement_proposals
from . import ozon_account_setup
