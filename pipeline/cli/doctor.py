"""``doichieu doctor``: what is installed, which formats work, how to install what is missing."""

from pipeline import __version__
from pipeline.cli.shared import AsJson, put, put_json
from pipeline.parsers import formats
from pipeline.tools import programs


def doctor(json: AsJson = False) -> None:
    """Say which formats work on this machine and what is missing for the others."""
    found = programs()
    rows = formats(found)
    if json:
        put_json({"version": __version__, "programs": found, "formats": rows})
        return
    put(f"doichieu {__version__}")
    for name, version in found.items():
        put(f"  {name:<14}{version or '-'}")
    for row in rows:
        put(f"  {row['format']:<14}{'ok' if row['works'] else 'missing: ' + row['install']}")
