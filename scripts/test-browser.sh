#!/usr/bin/env bash
# Run the tests of pages in a real browser: CHATWARD_BROWSER, a Chromium on PATH, or Playwright's own.
set -u
cd "$(dirname "$0")/.."

has_browser() {
    [ -n "${CHATWARD_BROWSER:-}" ] && { [ -x "$CHATWARD_BROWSER" ]; return; }
    for name in chromium chromium-browser google-chrome; do
        command -v "$name" >/dev/null && return
    done
    .venv/bin/python - 2>/dev/null <<'PYTHON'
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

with sync_playwright() as playwright:
    sys.exit(not Path(playwright.chromium.executable_path).exists())
PYTHON
}

if ! has_browser; then
    echo 'no browser to test pages with: install chromium, or run .venv/bin/playwright install chromium' >&2
    exit 1
fi
exec .venv/bin/python -m pytest tests/browser "$@"
