#!/usr/bin/env bash
# Print the path of a Python that can make a virtual environment: "any" (3.10 or newer), "3.10" or "3.12".
# Exit status 3, with one sentence on standard error, when there is none.
set -u

want=${1:-any}

# A pyenv shim may be there and not run, and Debian's python3 may lack ensurepip: so try each.
works() {
    local floor='(3, 10)' ceiling='(4,)'
    [ "$want" = 3.10 ] && ceiling='(3, 11)'
    [ "$want" = 3.12 ] && floor='(3, 12)' ceiling='(3, 13)'
    "$1" -c "import ensurepip, sqlite3, ssl, sys, venv
sys.exit(not $floor <= sys.version_info < $ceiling)" >/dev/null 2>&1
}

candidates() {
    local root=${PYENV_ROOT:-$HOME/.pyenv}
    if [ "$want" = any ]; then
        printf '%s\n' python3 python3.13 python3.12 python3.11 python3.10
        ls -d "$root"/versions/3.1[0-3].*/bin/python 2>/dev/null
    else
        printf '%s\n' "python$want" python3
        ls -d "$root/versions/$want".*/bin/python 2>/dev/null
    fi
}

# uv knows places we do not, and can fetch a Python where the network allows it.
from_uv() {
    local python uv_env=.cache/uv-env
    python=$("$0" any) || return 1
    if [ ! -x "$uv_env/bin/uv" ]; then
        "$python" -m venv "$uv_env" && "$uv_env/bin/python" -m pip install -q uv || return 1
    fi
    "$uv_env/bin/uv" python find "$want" 2>/dev/null && return 0
    "$uv_env/bin/uv" python install "$want" && "$uv_env/bin/uv" python find "$want"
}

while IFS= read -r candidate; do
    if works "$candidate"; then
        command -v "$candidate"
        exit 0
    fi
done < <(candidates)

if [ "$want" != any ]; then
    mkdir -p .cache
    candidate=$(from_uv 2>.cache/uv.log | tail -n 1)
    if [ -n "$candidate" ] && works "$candidate"; then
        echo "$candidate"
        exit 0
    fi
    part='Rasa half'
    [ "$want" = 3.12 ] && part='Rasa Pro part'
    echo "The $part needs Python $want, and none was found on PATH, in pyenv or through uv:" \
        "install one (\`pyenv install $want\` or \`uv python install $want\`) and run this again." >&2
else
    echo "Chatward needs Python 3.10 or newer with venv and ensurepip, and none was found on PATH" \
        "or in pyenv: install one (on Debian: \`apt-get install python3-venv\`) and run this again." >&2
fi
exit 3
