from . import account_payment_register
from . import ozon_connect
from . import ozon_kopeck_receipt
from . import ozon_kopeck_receipt_line
from . import ozon_kopeck_receipt_price
from . import ozon_report_import
from . import ozon_setup
from . import ozon_setup_proposal
