#!/usr/bin/env bash
# The same texts to a guarded LangChain model and a guarded Rasa bot, then the audit log of both.
# DEMO_TEXT adds a sentence of your own. Logs and texts stay in .demo/ to look at.
set -euo pipefail
cd "$(dirname "$0")/.."

rm -rf .demo
mkdir .demo
.venv/bin/python - >.demo/texts.json <<'PYTHON'
import json, os, pathlib
texts = json.loads(pathlib.Path("examples/demo_texts.json").read_text(encoding="utf-8"))
own = os.environ.get("DEMO_TEXT", "").strip()
print(json.dumps(texts + [own] * bool(own)))
PYTHON

.venv/bin/python examples/demo_langchain.py .demo/texts.json --audit .demo/langchain.jsonl
logs=(.demo/langchain.jsonl)

make -s rasa-half
if [ -e .venv-rasa/.ready ]; then
    .venv-rasa/bin/python examples/demo_rasa.py .demo/texts.json --audit .demo/rasa.jsonl
    logs+=(.demo/rasa.jsonl)
fi

.venv/bin/python examples/demo_audit.py "${logs[@]}"
