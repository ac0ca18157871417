"""Show what comes out of the troubles whose names contain a word: ``python -m tests.troubles header``."""

import sys
import tempfile
from pathlib import Path

from pipeline.run import convert
from tests.troubles.build import build
from tests.troubles.data import Trouble, rows, troubles


def show(trouble: Trouble, folder: Path) -> None:
    """Print the rows that are missing and those that are too many, and what the program says."""
    path = folder / str(trouble)
    path.write_bytes(build(trouble.content, trouble.kind))
    harvest = convert(path)
    found, status = rows(harvest), harvest.documents[0].status
    wanted = trouble.content["expect"]
    unsaid = set(wanted.get("findings") or ()) - {entry.rule for entry in harvest.findings}
    open_cells = [use.text for use in harvest.cells if use.reason == "unaccounted"]
    good = found == trouble.rows and status == wanted["status"] and not unsaid and not open_cells
    print(f"{'ok  ' if good else 'BAD '} {trouble}  status {status}, rows {sum(found.values())}")
    if good and "-v" not in sys.argv:
        return
    print("\n".join(f"   - {line}" for line in (trouble.rows - found).elements()))
    print("\n".join(f"   + {line}" for line in (found - trouble.rows).elements()))
    if unsaid or open_cells:
        print("   unsaid", unsaid, "unaccounted", open_cells)
    print(
        "   ",
        *sorted({f"{entry.rule}: {entry.message_en[:110]}" for entry in harvest.findings}),
        sep="\n    ",
    )


if __name__ == "__main__":
    word = next((argument for argument in sys.argv[1:] if not argument.startswith("-")), "")
    with tempfile.TemporaryDirectory() as place:
        for each in troubles():
            if word in str(each) and each.kind != "pdf":
                show(each, Path(place))
