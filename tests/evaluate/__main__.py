"""``python -m tests.evaluate [matching] [plants] [-v]``: how good it is; 1 below the bar."""

import sys

from tests.evaluate import matching, plants

MEASUREMENTS = {"matching": matching.run, "plants": plants.run}

if __name__ == "__main__":
    wanted = [name for name in sys.argv[1:] if name in MEASUREMENTS] or list(MEASUREMENTS)
    sys.exit(max(MEASUREMENTS[name]("-v" in sys.argv) for name in wanted))
