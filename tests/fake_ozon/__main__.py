"""Serve the demo seller: OZON_API_KEY=... python -m tests.fake_ozon --port 0 --client-id 123456"""

from __future__ import annotations

import argparse
import os
import threading
from datetime import datetime, timedelta, timezone

from .demo_seller import demo_seller, last_closed_months, seller_of_many_cards
from .planted import planted_seller
from .server import FakeOzon

KEY_LIFE = timedelta(days=90)


def months(written: str) -> list[tuple[int, int]]:
    """2026-08,2026-09,2026-10 as [(2026, 8), (2026, 9), (2026, 10)]."""
    return [(int(year), int(month)) for year, month in (m.split("-") for m in written.split(","))]


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.fake_ozon",
        description="Serves a demo seller like Ozon would, on 127.0.0.1, until it is terminated.",
        epilog="The environment variable OZON_API_KEY holds the key that the seller is given.",
    )
    parser.add_argument("--port", type=int, default=0, help="0 (default) takes any free one")
    parser.add_argument("--client-id", default="123456", help="default: %(default)s")
    parser.add_argument(
        "--months",
        type=months,
        default=last_closed_months(),
        help="months with reports, such as 2026-08,2026-09; default: the last three closed",
    )
    parser.add_argument(
        "--cards", type=int, help="instead of the demo seller, one of so many cards and no reports"
    )
    parser.add_argument(
        "--planted", metavar="CLIENT_ID",
        help="a second seller with the same key, whose last month does not tie",
    )  # fmt: skip
    arguments = parser.parse_args()
    api_key = os.environ.get("OZON_API_KEY")
    if not api_key:
        parser.error("set OZON_API_KEY to the key that the seller is to have")
    if arguments.cards is None:
        seller = demo_seller(arguments.client_id, api_key, arguments.months)
    else:
        seller = seller_of_many_cards(arguments.client_id, api_key, arguments.cards)
    sellers = [seller]
    if arguments.planted:
        sellers.append(planted_seller(arguments.planted, api_key, max(arguments.months)))
    for one in sellers:
        # Like a key that was created today.
        one.expires_at = datetime.now(timezone.utc) + KEY_LIFE
    with FakeOzon(*sellers, port=arguments.port) as ozon:
        print(f"listening on {ozon.url}", flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
