"""Whole documents of one trouble each: what an office sends, and exactly the rows that must come out.

Every file `documents/NAME.yaml` has `purpose` (one line), `origin` (where such documents were met),
`formats` (docx by default), the content and `expect`.

Content is `paper`, blocks in reading order between a letterhead and a signature: a text is a paragraph, a
list of lists is a table (``^`` is covered by the cell above, ``<`` by the cell to the left). `front` and
`back` replace the letterhead with title lines and the signature; an empty list leaves them out. `raw`
instead holds the content of one format in its own words (`tests/documents/build.py`).

`expect` has the `status` of the document, `rows`, the `findings` that must be said and those that stay
`silent`. A row is ``indicator@scope | role period | comparator value unit | lead``; without a sure indicator
the label in quotes stands first, and ``?`` at the end says that a person has to look. With `known_gap` (the
reason) the program does not read the document as it should yet; then it may miss rows, but none that it
accepts may be wrong.
"""
