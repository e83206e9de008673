"""Makes the project's own corpus; `tests/corpus/README.md` says what is in it and how to remake it.

Everything is drawn with fixed seeds from sentences and formats written for this project, so the
same sources give the same rows everywhere. No value belongs to anybody, but by accident.
"""
