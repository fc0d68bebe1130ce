"""Files that Ozon makes for people, read by a program.

`workbook` reads any XLSX without trusting it; the other modules know one kind of report each. They
find figures by the headings over them, since Ozon moves columns and rewords headings.
"""

from .archive import Packed, is_archive, unpack
from .catalogue import Catalogue
from .compensations import CompensationReport, CompensationRow, read_compensations
from .mutual_settlement import (
    MutualSettlement,
    OtherAccrual,
    SettlementDoesNotTie,
    SettlementRow,
    read_mutual_settlement,
)
from .realization import RealizationFile, read_realization_file
from .recognition import Recognised, recognise
from .register import Register, RegisterRow
from .transfer_document import TransferDocument, is_xml, read_transfer_document
from .workbook import FileUnreadable
