"""The index: what the pages need of the tables of a run, in one SQLite file that answers at once.

Takes the folder of the tables; gives an `Index`.  The file lies beside the tables, is named by the digest of
what it was made of, and is made again when the tables change.  Whatever is not in it (every value of a
document, every cell) is read from the tables themselves, from the rows that belong to the document.
"""

from pipeline.server.index.build import MARK, open_index
from pipeline.server.index.store import Index

__all__ = ["MARK", "Index", "open_index"]
