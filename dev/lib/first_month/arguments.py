"""The command line of dev/first_month. Only the standard library is needed."""

import argparse
import time

CLICKS = 12
SECONDS = 600


def parse_arguments():
    parser = argparse.ArgumentParser(
        prog="dev/first_month",
        description="Does what «First month» of README.rst says, in a headless Chromium: a new "
        "Russian company, a local server that behaves like Ozon, and every press of the mouse is "
        f"counted. Fails after more than {CLICKS} clicks, or {SECONDS // 60} minutes including the "
        "set-up, or if the books do not match Ozon's report.",
    )
    parser.add_argument("--started", type=float, default=time.time(), help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    parse_arguments()
