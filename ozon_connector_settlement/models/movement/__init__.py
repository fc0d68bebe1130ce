from . import ozon_service_rule_movements
from . import ozon_accrual_type_movements
from . import ozon_account_movements
from . import ozon_balance_movement
from . import ozon_balance_movement_entry
from . import ozon_balance_movement_run
from . import ozon_requirement_movements
from . import ozon_setup_movements
