#!/usr/bin/env bash
# Run every static check and say at the end which ones failed.
set -u
cd "$(dirname "$0")/.."
bin=.venv/bin
failed=()

step() { # step TITLE COMMAND...
    local title=$1
    shift
    printf -- '--- %s\n' "$title"
    "$@" || failed+=("$title")
}

step 'ruff format' $bin/ruff format --check --quiet .
step 'ruff' $bin/ruff check --quiet --output-format concise .
step 'mypy' $bin/mypy
step 'mypy, the Rasa adapter' .venv-rasa/bin/mypy integrations/rasa
step 'pyright' $bin/pyright
step 'codespell' $bin/codespell
step 'import-linter' $bin/lint-imports --no-cache --no-logo
step 'pyproject' $bin/validate-pyproject pyproject.toml

if [ ${#failed[@]} -gt 0 ]; then
    printf 'failed: %s\n' "${failed[@]}"
    exit 1
fi
echo 'all checks passed'
