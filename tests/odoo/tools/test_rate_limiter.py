"""Never more than 50 requests a second with one Client-Id, whatever runs in parallel."""

import multiprocessing
import threading

from odoo import sql_db
from odoo.addons.ozon_connector.ozon_api import OzonClient, errors
from odoo.addons.ozon_connector.tools import rate_limiter
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

from tests.fake_ozon import FakeOzon, Seller
from tests.odoo.common import OzonCase

THREADS = 6
CALLS = 20  # by each thread of each of two processes


def ask(dbname, seller, url, calls):
    limiter = rate_limiter.RateLimiter(dbname, seller.client_id)
    with OzonClient(
        seller.client_id, seller.api_key, url, patient=True, limiter=limiter
    ) as client:
        for _ in range(calls):
            client.roles()


def ask_in_threads(*arguments):
    threads = [threading.Thread(target=ask, args=arguments) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def ask_in_a_process(*arguments):
    sql_db._Pool = None  # connections must not be shared with the parent
    ask_in_threads(*arguments)


def busiest_second(moments):
    """The largest number of moments within one second."""
    moments = sorted(moments)
    most = start = 0
    for end, moment in enumerate(moments):
        while moment - moments[start] >= 1:
            start += 1
        most = max(most, end - start + 1)
    return most


class TestRate(OzonCase):
    def take_all_places(self):
        limiters = [
            rate_limiter.RateLimiter(self.env.cr.dbname, self.seller.client_id)
            for _ in range(rate_limiter.PER_SECOND)
        ]
        self.assertEqual({limiter.enter() for limiter in limiters}, {0})
        return limiters

    def test_a_web_request_does_not_wait_but_is_told_to_come_again(self):
        account = self.connect()
        self.forget_requests()
        limiters = self.take_all_places()
        asked = len(self.ozon.requests)

        account.action_connect()

        self.assertIn("asks to wait", account.error_message)
        self.assertEqual((account.state, len(self.ozon.requests)), ("connected", asked))
        with account._client() as client, self.assertRaises(errors.RateLimited) as caught:
            client.roles()
        self.assertGreater(caught.exception.retry_after, 0)
        self.assertIsNone(caught.exception.__context__)
        for limiter in limiters:
            limiter.leave()

    def test_a_patient_client_waits_and_another_cabinet_does_not(self):
        account = self.connect()
        self.forget_requests()
        for limiter in self.take_all_places():
            limiter.leave()

        with account._client(patient=True) as client:
            self.assertTrue(client.roles().roles)
        other = rate_limiter.RateLimiter(self.env.cr.dbname, "777")
        self.assertEqual(other.enter(), 0)
        other.leave()

    def test_a_process_that_holds_the_count_up_does_not_hold_up_others_for_long(self):
        limiter = rate_limiter.RateLimiter(self.env.cr.dbname, self.seller.client_id)
        with limiter._cursor():
            self.assertGreater(limiter.enter(), 0)
        self.assertEqual(limiter.enter(), 0)
        limiter.leave()

    def test_the_count_outlives_a_crash_of_the_database(self):
        self.env.cr.execute(
            "SELECT relpersistence FROM pg_class WHERE oid = 'ozon_request_place'::regclass"
        )
        self.assertEqual(self.env.cr.fetchall(), [("p",)])

    def test_without_a_count_nothing_is_sent(self):
        limiter = rate_limiter.RateLimiter("no_such_database", self.seller.client_id)
        self.assertGreater(limiter.enter(), 0)
        limiter.leave()


@tagged("standard", "post_install", "-at_install")
class TestRateInParallel(BaseCase):
    def test_two_processes_of_many_threads_keep_the_limit_together(self):
        seller = Seller()
        # Twelve connections at once are too many for the fake's queue; some connect again.
        self.enterContext(mute_logger("urllib3.connectionpool"))
        with FakeOzon(seller) as ozon:
            arguments = (get_db_name(), seller, ozon.url, CALLS)
            other = multiprocessing.get_context("fork").Process(
                target=ask_in_a_process, args=arguments
            )
            other.start()
            self.addCleanup(other.kill)
            ask_in_threads(*arguments)
            other.join(60)
            moments = [request.time for request in ozon.requests]

        self.assertEqual(other.exitcode, 0)
        self.assertEqual(len(moments), 2 * THREADS * CALLS)
        busiest = busiest_second(moments)
        self.assertLessEqual(busiest, rate_limiter.PER_SECOND)
        self.assertGreater(busiest, rate_limiter.PER_SECOND / 2, "the limit is of use")
