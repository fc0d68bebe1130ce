"""Which document of Ozon a row or an accrual type belongs to."""

import pytest

from odoo.addons.ozon_connector_settlement.domain.groups import act_of
from odoo.addons.ozon_connector_settlement.domain.settlement_rows import kind_of

from tests.fake_ozon.settlement_file import latin


@pytest.mark.parametrize("name, kind", [
    ("Отчет о реализации", "realization"),
    ("Акт выполненных работ", "service"),
    ("Отчет о перевыставлении услуг", "reinvoiced"),
    ("Акт об оказанных услугах", "star"),
    ("Акт по страховой премии", "insurance"),
    ("Акт о страховой премии", "insurance"),
    ("Фактическая оплата селлеров", "payment"),
    ("УПД по выкупленным товарам", "buyout"),
    ("Отчёт  о компенсациях", "compensation"),
    ("Взаимозачёт требований между Договорами", "set_off"),
    ("Что-то новое", "other"),
])
def test_the_names_that_were_seen_are_known_in_every_spelling(name, kind):
    assert kind_of(name) == kind
    assert kind_of(latin(name)) == kind
    assert kind_of(name.upper().replace("Ё", "Е")) == kind


def test_sales_and_their_fee_come_in_no_act_of_services():
    assert act_of("sale") is act_of("sale_fee") is act_of("compensation") is None


def test_one_bill_for_all_leaves_out_only_what_nobody_has_placed():
    assert act_of("insurance", in_one=True) == act_of("service", in_one=True) == "all"
    assert act_of("unknown", in_one=True) == "unknown"
