#!/usr/bin/env bash
# Make or bring up to date one of the environments: newest, oldest, rasa or rasa-pro.
# pip's output goes to .cache/setup-NAME.log; its tail is shown only when something fails.
set -euo pipefail
cd "$(dirname "$0")/.."

name=$1
case $name in
newest)
    dir=.venv want=any size='about 600 MB'
    packages=(-e '.[langchain,agents,dev]'
        langgraph-checkpoint-sqlite langchain-anthropic langchain-openai langchain-tests
        -c constraints/core.txt -c constraints/langchain-newest.txt)
    ;;
oldest)
    dir=.venv-oldest want=any size='about 400 MB'
    packages=(-e '.[langchain,agents,test]'
        langgraph-checkpoint-sqlite langchain-anthropic langchain-openai langchain-tests
        -c constraints/langchain-oldest.txt)
    ;;
rasa)
    dir=.venv-rasa want=3.10 size='about 3 GB, 2 to 4 minutes'
    packages=(-e '.[rasa,test]' mypy types-PyYAML -c constraints/rasa.txt)
    ;;
rasa-pro)
    dir=.venv-rasa-pro want=3.12 size='about 2 GB, 3 to 10 minutes'
    packages=(-e '.[test]' 'rasa-pro>=3.21,<3.22' -c constraints/rasa-pro.txt)
    ;;
*)
    echo "usage: $0 newest|oldest|rasa|rasa-pro" >&2
    exit 2
    ;;
esac

log=.cache/setup-$name.log
mkdir -p .cache
: >"$log"

# Without a stamp the folder is new or was left half done: start afresh.
if [ -e $dir/.ready ]; then
    python=$dir/bin/python
else
    python=$(scripts/find-python.sh $want)
    "$python" -m venv --clear $dir >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
fi
echo "setting up $dir with $("$python" -V) ($size; pip's output in $log)"

step() { # what pip is doing, in a few words
    grep -oE '^ *(Collecting|Downloading|Building|Installing) [^ (;<>=!~,]+' "$log" | tail -n 1 |
        sed -E 's/^ +//; s/-[0-9].*//; s/Installing collected/Installing all of it/'
}

$dir/bin/python -m pip install --progress-bar off "${packages[@]}" >>"$log" 2>&1 &
pip=$!
trap 'kill $pip 2>/dev/null || true' EXIT
while kill -0 $pip 2>/dev/null; do
    for _ in {1..60}; do
        sleep 0.25
        kill -0 $pip 2>/dev/null || break
    done
    printf '  %4d s  %s\n' "$SECONDS" "$(step)"
done
trap - EXIT
if ! wait $pip; then
    echo "pip failed; the end of $log:" >&2
    grep -vE 'is ignored: it is neither|^Requirement already' "$log" | tail -n 25 >&2
    exit 1
fi
touch $dir/.ready
echo "  $dir is ready after $SECONDS s"
