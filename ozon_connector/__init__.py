from . import controllers
from . import models
from . import wizards
from .models.ozon_account_rate import uninstall_hook
