"""LibreOffice as the tests use it: many Word files to PDF in one call, with a profile of its own.

Takes paths, gives the paths of what was made.  `available` says whether the program is there.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

PROGRAM = "soffice"
SECONDS_PER_FILE = 30
SECONDS_TO_START = 90


def available() -> bool:
    """Whether LibreOffice can be called."""
    return shutil.which(PROGRAM) is not None


def to_pdf(sources: Sequence[Path], folder: Path) -> list[Path]:
    """Convert Word files to PDF files of the same name in `folder`; raises when one is missing."""
    with tempfile.TemporaryDirectory(prefix="office-profile-") as profile:
        subprocess.run(
            [
                PROGRAM,
                f"-env:UserInstallation={Path(profile).as_uri()}",
                *("--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(folder)),
                *map(str, sources),
            ],
            check=True,
            capture_output=True,
            timeout=SECONDS_TO_START + SECONDS_PER_FILE * len(sources),
        )
    made = [folder / f"{source.stem}.pdf" for source in sources]
    missing = [path.name for path in made if not path.exists()]
    if missing:
        raise RuntimeError(f"{PROGRAM} made no {', '.join(missing)}")
    return made
