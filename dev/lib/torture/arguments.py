"""The command line of dev/torture. Only the standard library is needed before the setup."""

import argparse
from random import Random

PARTS = ("crashes", "together", "many", "agency", "users", "bombs", "tests")


def parse_arguments():
    parser = argparse.ArgumentParser(
        prog="dev/torture",
        description="Proves that nothing is lost, doubled or leaked. crashes: the Odoo server or "
        "its workers are killed (kill -9), and PostgreSQL is stopped at once, at random moments of "
        "synchronising, importing, drafting and confirming; the books must equal those of an "
        "undisturbed run. together: many people and schedulers on one account. many: fifty "
        "accounts in one import, some failing. agency: hundreds of cabinets due at once, some "
        "slow, failing or big, on several workers that are killed. users: users with different "
        "rights press each other's buttons and claim records of others. bombs: answers that would "
        "fill the memory of the workers. tests: faults of the network and of Ozon, and thousands "
        "of random answers and catalogues. Stops at the first loss, with exit code 1. "
        "PostgreSQL of this clone is restarted: nothing else may use it meanwhile.",
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; "
                        "default: all of them")
    parser.add_argument("--report", action="store_true", help="run all parts")
    parser.add_argument("--kills", type=int, default=50,
                        help="kills of Odoo; with 0 the agency is undisturbed, too; "
                        "default: %(default)s")
    parser.add_argument("--restarts", type=int, default=10,
                        help="restarts of the database; default: %(default)s")
    parser.add_argument("--cards", type=int, default=1200,
                        help="product cards of the seller; default: %(default)s")
    parser.add_argument("--rows", type=int, default=70,
                        help="rows of a report; default: %(default)s")
    parser.add_argument("--cabinets", type=int, default=500,
                        help="cabinets of the agency; default: %(default)s")
    parser.add_argument("--schedulers", type=int, default=2,
                        help="cron workers of each server of the agency; default: %(default)s")
    parser.add_argument("--servers", type=int, default=1,
                        help="servers of the agency; default: %(default)s")
    parser.add_argument("--seconds", type=int, default=20, help="how long people press buttons "
                        "at least, for each of two sets of buttons; default: %(default)s")
    parser.add_argument("--seed", type=int, default=Random().randrange(10**6),
                        help="repeats the moments and figures of an earlier run")  # fmt: skip
    arguments = parser.parse_args()
    if unknown := set(arguments.parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    return arguments


if __name__ == "__main__":
    parse_arguments()
