#!/usr/bin/env bash
# Measure branch coverage over both environments together; exit status 1 when a suite failed.
set -u
cd "$(dirname "$0")/.."
failed=0
rm -f .coverage .coverage.*

.venv/bin/python -m coverage run -m pytest tests/core tests/langchain -q || failed=1
if [ -e .venv-rasa/.ready ]; then
    .venv-rasa/bin/python -m coverage run -m pytest tests/rasa -q || failed=1
fi
.venv/bin/python -m coverage combine -q && .venv/bin/python -m coverage report
exit $failed
