"""Documents made from data, so that tests know the truth about every value in them.

`blocks` is what a document consists of, `word`, `sheet`, `web` and `plain` write it, `office` turns Word
files into PDF.  `make_plan(seed)` invents a whole plan with its truth (see README.md).
"""
