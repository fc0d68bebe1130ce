from . import ozon_service_act
from . import ozon_service_act_line
from . import ozon_service_act_proof
from . import ozon_service_act_bill
from . import ozon_service_act_checks
from . import ozon_service_act_run
from . import account_move_services
from . import account_move_line_services
