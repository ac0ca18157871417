"""The page of one document: what is printed beside what was read, and corrections of single values.

`routes` answers the browser; `source` reads the document's rows of the tables, `parts` cuts them into views,
`view` lays one view out, `values` takes corrections, `words` says all of it in a language.
"""
