"""Each test of a class begins with the state that `arrange` left, whatever other tests did."""

from tests.fake_ozon import card, faults
from tests.odoo.common import OzonCase

SELLER_INFO = "/v1/seller/info"


class TestArrangement(OzonCase):
    def arrange(self):
        super().arrange()
        type(self).arranged = getattr(type(self), "arranged", 0) + 1
        self.seller.cards = [card(11, 1001)]
        self.account = self.connect(name="Arranged")
        self.known = {"cards": self.seller.cards, "accounts": [self.account]}
        self.requests = len(self.ozon.requests)

    def begin_and_spoil(self):
        """Find everything as it was arranged, and change it for whoever comes next."""
        self.assertEqual(self.arranged, 1)
        self.assertEqual(self.account.name, "Arranged")
        self.assertEqual(len(self.seller.cards), 1)
        self.assertIs(self.known["cards"], self.seller.cards)
        self.assertEqual(self.known["accounts"], [self.account])
        self.assertEqual(self.ozon.sellers, [self.seller])
        self.assertEqual(len(self.ozon.requests), self.requests)
        self.account.action_connect()
        self.assertEqual(self.account.state, "connected", self.account.error_message)

        self.account.name = "Spoiled"
        self.seller.cards.append(card(12, 1002))
        self.ozon.always(SELLER_INFO, faults.refused(403, 7, "Blocked"))
        self.ozon.sellers.clear()

    def test_a_server_of_its_own_ends_with_the_test(self):
        arranged = self.ozon.url
        self.serve(self.seller)
        self.assertNotEqual(self.ozon.url, arranged)

    def test_the_first_after_it_finds_what_was_arranged(self):
        self.begin_and_spoil()

    def test_the_second_finds_it_as_well(self):
        self.begin_and_spoil()
