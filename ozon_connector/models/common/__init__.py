from . import ozon_protected_mixin
from . import ozon_facts_mixin
from . import ozon_shares_mixin
from . import ir_default
from . import ozon_job
from . import ozon_task_work_mixin
from . import ozon_task
from . import ozon_task_mixin
