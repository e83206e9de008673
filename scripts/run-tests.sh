#!/usr/bin/env bash
# Run every suite in the environments it belongs to, then print each one's closing line.
# Exit status 1 when any suite failed; a suite that cannot run has failed.
set -u
cd "$(dirname "$0")/.."
mkdir -p .cache
failed=0
closing=()

suite() { # suite TITLE ENVIRONMENT PYTEST-ARGUMENTS...
    local title=$1 env=$2 log
    shift 2
    log=.cache/test-$(echo "$title" | tr -cs 'a-z0-9' -).log
    printf '\n--- %s (%s)\n' "$title" "$env"
    "$env/bin/python" -m pytest "$@" 2>&1 | tee "$log"
    [ "${PIPESTATUS[0]}" -eq 0 ] || failed=1
    closing+=("$title ($env)" "$(grep -E '^=+ .+ =+$' "$log" | tail -n 1)")
}

suite 'core' .venv tests/core
suite 'packaging' .venv tests/packaging
suite 'langchain, newest' .venv tests/langchain
suite 'langchain, oldest' .venv-oldest tests/langchain
if [ -e .venv-rasa/.ready ]; then
    suite 'core, quickly, beside rasa' .venv-rasa tests/core -m 'not slow' --hypothesis-profile=quick
    suite 'rasa' .venv-rasa tests/rasa
else
    failed=1
    closing+=('rasa (.venv-rasa)' "not run: $(cat .cache/no-rasa.txt 2>/dev/null)")
fi

printf '\nThe closing line of every suite:\n'
printf '%s\n  %s\n' "${closing[@]}"
exit $failed
