"""doichieu: Vietnamese government plans to one clean table of indicators, with contradictions found.

Two functions are the public door: `pipeline.parsers.read(path)` gives a `Document`, and
`pipeline.run.convert(path)` a `Harvest` (see `pipeline.model` for both).
"""

__version__ = "0.1.0"
