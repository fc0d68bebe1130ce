from . import ozon_file_import_settlement
from . import ozon_month_opening
from . import ozon_points_act_number
