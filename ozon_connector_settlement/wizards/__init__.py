from . import ozon_file_import_settlement
from . import ozon_file_import_transfer
from . import ozon_file_import_register
from . import ozon_month_opening
from . import ozon_typed_number
