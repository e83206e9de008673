#!/usr/bin/env bash
# Run every suite in the environments it belongs to, two at a time, then print each one's closing
# line. Exit status 1 when any suite failed; a suite that cannot run has failed.
set -u
cd "$(dirname "$0")/.."
mkdir -p .cache
rm -f .cache/closing-*.txt .cache/failed-*.txt

suite() { # suite TITLE ENVIRONMENT PYTEST-ARGUMENTS...
    local title=$1 env=$2 name log
    shift 2
    name=$(echo "$title" | tr -cs 'a-z0-9' - | sed 's/-$//')
    log=.cache/test-$name.log
    "$env/bin/python" -m pytest "$@" >"$log" 2>&1 || touch ".cache/failed-$name.txt"
    # In one piece, so that what runs beside it does not get in between.
    printf '\n--- %s (%s)\n%s\n' "$title" "$env" "$(cat "$log")"
    printf '%s (%s)\n  %s\n' "$title" "$env" "$(grep -E '^=+ .+ =+$' "$log" | tail -n 1)" \
        >".cache/closing-$name.txt"
}

core() {
    suite 'core' .venv tests/core
    suite 'packaging' .venv tests/packaging
    if [ -e .venv-rasa/.ready ]; then
        suite 'core, quickly, beside rasa' .venv-rasa tests/core -m 'not slow' --hypothesis-profile=quick
    fi
}

adapters() {
    suite 'langchain, newest' .venv tests/langchain
    suite 'langchain, oldest' .venv-oldest tests/langchain
    if [ -e .venv-rasa/.ready ]; then
        suite 'rasa' .venv-rasa tests/rasa
    else
        printf 'rasa (.venv-rasa)\n  not run: %s\n' "$(cat .cache/no-rasa.txt 2>/dev/null)" \
            >.cache/closing-rasa.txt
        touch .cache/failed-rasa.txt
    fi
}

echo 'two suites run at a time; each is printed when it is through'
core &
adapters &
wait

printf '\nThe closing line of every suite:\n'
cat .cache/closing-*.txt
echo 'left out: pages in a real browser, which is make test-browser'
[ -z "$(ls .cache/failed-*.txt 2>/dev/null)" ]
