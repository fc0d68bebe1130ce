"""Two versions of an act, and the difference between them."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.ozon_connector_settlement.domain.figures import Figure, changes, merge, total

figures = st.dictionaries(
    st.tuples(st.sampled_from(["accruals", "points"]), st.integers(1, 5)),
    st.builds(Figure, st.integers(0, 9), st.decimals("-999", "999", places=2)), max_size=6,
)


def amounts(of):
    return {key: figure.amount for key, figure in of.items() if figure.amount}


@given(old=figures, new=figures)
def test_what_was_and_what_changed_is_what_is(old, new):
    assert amounts(merge(old, changes(new, old))) == amounts(new)
    assert total(new) - total(old) == total(changes(new, old))


@given(figures)
def test_the_same_is_no_change(one):
    assert changes(one, one) == {}
    assert isinstance(total(one), Decimal)
