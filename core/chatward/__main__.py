"""``python -m chatward`` is the command ``chatward``."""

from __future__ import annotations

from chatward.cli import main

if __name__ == "__main__":
    main()
