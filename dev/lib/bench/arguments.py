"""The command line of dev/bench. Only the standard library is needed, before anything is set up."""

import argparse

SIZES = (1_000, 2_000, 5_000, 10_000)


def parse_arguments(arguments=None):
    parser = argparse.ArgumentParser(
        prog="dev/bench",
        description="Does the same work the addon's way and Odoo's plain way, in turn and in one "
        "process: three times up to 2,000 rows, once above. Prints seconds, their ratio, queries, "
        "peak memory and growth, and the same as JSON. Ends with exit code 1 if the two ways leave "
        "different rows in the database, or if a limit is exceeded. Other benchmarks: «dev/bench "
        "road» times each step of a month, «dev/bench idle» how long the scheduler stands idle, "
        "«dev/bench year» how long the pages of a year take to open.",
    )
    parser.add_argument("--n", type=_sizes, default=SIZES, metavar="ROWS,ROWS",
                        help=f"default: {','.join(map(str, SIZES))}")
    parser.add_argument("--only", default="", metavar="TEXT",
                        help="the works with this text in their name")
    parser.add_argument("--json", metavar="FILE", help="where to write the JSON; default: printed")
    return parser.parse_args(arguments)


def _sizes(text):
    return tuple(int(size) for size in text.split(","))


if __name__ == "__main__":
    parse_arguments()
