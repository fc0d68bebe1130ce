"""The realization report by order, and the documents of companies that bought."""

from datetime import date

import pytest

from ozon_api.answers import read_company_sales, read_realization_postings
from ozon_api.reading import WrongShape
from tests.fake_ozon import report, row, side, to_json
from tests.fake_ozon.postings import by_order, company_sale, numbered, of_order

ONE = row(sku=501, price="100", sold=side(2), offer_id="L-1")


def read(*rows):
    return read_realization_postings(to_json({"header": {}, "rows": list(rows)})).rows


def test_a_row_has_its_figures_its_order_and_its_company():
    [found] = read(*numbered([of_order(ONE, "55-1", date(2026, 3, 1), ("7", date(2026, 3, 9)))]))
    assert (found.posting_number, found.ordered_on) == ("55-1", date(2026, 3, 1))
    assert (found.invoice_number, found.invoice_date) == ("7", date(2026, 3, 9))
    assert found.row.sold.quantity == 2


def test_people_have_no_invoice_and_missing_blocks_are_no_error():
    [found] = read({**ONE, "legal_entity_document": None, "order": None})
    assert found[1:] == ("", None, "", None)


def test_the_wrapper_of_other_methods_is_accepted():
    answer = to_json({"result": {"header": {}, "rows": []}})
    assert read_realization_postings(answer).rows == ()


def test_the_orders_of_a_report_add_up_to_it():
    rows = read(*by_order(report([ONE, ONE], 2026, 3))["rows"])
    assert sum(one.row.sold.amount for one in rows) == 400


@pytest.mark.parametrize(
    "answer", [{}, {"rows": None}, {"rows": [{"order": {}}]}, {"rows": [5]}]
)
def test_an_answer_of_another_shape_is_refused(answer):
    with pytest.raises(WrongShape):
        read_realization_postings(to_json(answer))


def test_a_document_names_its_buyer_and_its_shipments():
    sale = company_sale("7", date(2026, 3, 9), "ООО «Свет»", "7701234567", ["55-1", "55-2"])
    [found] = read_company_sales(to_json({"invoices": [sale]}))
    assert (found.number, found.date, found.kind) == ("7", date(2026, 3, 9), "UPD")
    assert (found.buyer, found.inn, found.postings) == (
        "ООО «Свет»", "7701234567", ("55-1", "55-2"),
    )


@pytest.mark.parametrize("answer", [{}, {"invoices": None}, {"invoices": [{"info": []}]}])
def test_documents_of_another_shape_are_refused(answer):
    with pytest.raises(WrongShape):
        read_company_sales(to_json(answer))
