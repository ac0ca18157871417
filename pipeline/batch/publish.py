"""The tables of a run, published in one step: readers see the old complete set or the new complete set.

Everything is written into a staging folder beside the output folder and then swapped in.  When anything fails
the old set stays as it is and `OutputError` says why.
"""

import shutil
import tempfile
from pathlib import Path

from pipeline.catalogue.schema import Catalogue
from pipeline.errors import OutputError, UsageError
from pipeline.language.messages import say
from pipeline.model import Harvest
from pipeline.writers import write

MARK = "datapackage.json"
"""A folder with this file is an output of ours and may be replaced."""


def check_target(out: Path, raw: Path, lang: str) -> None:
    """Refuse an output folder that would harm: inside the documents, or holding files that are not ours."""
    if out.resolve() == raw.resolve() or raw.resolve() in out.resolve().parents:
        raise UsageError(say("cli.out_inside_raw", lang, out=out, raw=raw))
    strangers = sorted(path.name for path in out.iterdir()) if out.is_dir() else []
    if strangers and MARK not in strangers:
        raise UsageError(say("cli.not_ours", lang, out=out, file=strangers[0]))


def publish(harvest: Harvest, catalogue: Catalogue, out: Path) -> None:
    """Write the tables and swap them in as `out`; raises `OutputError` and leaves the old set otherwise."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    except OSError as error:
        raise OutputError(f"{out}: {error.strerror or error}") from error
    try:
        staging.chmod(0o755)
        write(harvest, catalogue, staging)
        _swap(staging, out)
    except OSError as error:
        raise OutputError(f"{out}: {error.strerror or error}") from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _swap(staging: Path, out: Path) -> None:
    """Put the new folder in the old one's place; between the two renames readers may see none."""
    old = staging.with_name(staging.name + "-old")
    if out.exists():
        out.rename(old)
    staging.rename(out)
    shutil.rmtree(old, ignore_errors=True)
