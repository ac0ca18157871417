"""``python -m tests.evaluate matching [-v]``: print how good the program is, end with 1 below the bar."""

import sys

from tests.evaluate import matching

MEASUREMENTS = {"matching": matching.run}

if __name__ == "__main__":
    wanted = [name for name in sys.argv[1:] if name in MEASUREMENTS] or list(MEASUREMENTS)
    sys.exit(max(MEASUREMENTS[name]("-v" in sys.argv) for name in wanted))
