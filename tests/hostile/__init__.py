"""Files that break readers, generated from nothing: `ordinary`, `packed`, `pdfs`, `names`; `mutants` of ours.

Every generator takes a seed or nothing and gives names with bytes, the same each time.
"""
