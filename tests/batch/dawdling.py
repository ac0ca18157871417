"""A reader that takes for ever to load; it tells the number of its process in the file that LOADING names."""

import os
import time
from pathlib import Path

if "LOADING" in os.environ:
    Path(os.environ["LOADING"]).write_text(str(os.getpid()), encoding="ascii")
    time.sleep(3600)
