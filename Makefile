# The front door. Every target sets up what it needs; what is already there is left alone.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup demo test test-fast test-rasa-pro test-browser check coverage train bench bench-peers leaks clean rasa-half

# Nothing that runs here may report home.
export RASA_TELEMETRY_ENABLED := false
export LANGSMITH_TRACING := false
export ANONYMIZED_TELEMETRY := false

help: # what plain `make` prints
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

setup: .venv/.ready rasa-half ## make both environments: .venv (LangChain) and .venv-rasa
	@echo 'set up; next: make demo, make test'

demo: .venv/.ready ## watch Chatward guard a LangChain model and a Rasa bot (DEMO_TEXT="your own sentence")
	@scripts/demo.sh

test: .venv/.ready .venv-oldest/.ready rasa-half ## run every suite in every environment
	@scripts/run-tests.sh

test-fast: .venv/.ready ## run the core's quick tests only, in about two minutes
	@.venv/bin/python -m pytest tests/core -m 'not slow' --hypothesis-profile=quick -q

test-rasa-pro: .venv-rasa-pro/.ready ## try what fits Rasa Pro without a licence (experimental; 2 GB more on disk)
	@LITELLM_LOCAL_MODEL_COST_MAP=True .venv-rasa-pro/bin/python -m pytest tests/rasa_pro -q

test-browser: .venv/.ready ## look at the report in a real browser (Chromium on PATH, or Playwright's)
	@scripts/test-browser.sh

check: .venv/.ready .venv-rasa/.ready ## format, lint, types, spelling and the floors of the core
	@scripts/check.sh

coverage: .venv/.ready rasa-half ## run the suites again and say which lines and branches they miss
	@scripts/coverage.sh

train: .venv/.ready ## build the injection model anew from training/, in some minutes
	@.venv/bin/python -m training

bench: .venv/.ready rasa-half ## measure speed and memory on this machine; figures in .benchmarks, a plot in docs/images
	@for file in benchmarks/bench_*.py; do \
	    env=.venv; [ "$$file" != benchmarks/bench_rasa.py ] || env=.venv-rasa; \
	    echo "--- $$file"; \
	    if [ -e $$env/.ready ]; then $$env/bin/python "$$file" || exit 1; else echo "not run: no $$env"; fi; \
	done
	@.venv/bin/python benchmarks/plot.py

bench-peers: .venv/.ready ## compare with other tools (FILES="labelled rows ...")
	@.venv/bin/python benchmarks/peers/run.py $(FILES)

leaks: .venv/.ready ## show where planted values are found: bare, with PIIMiddleware, with Chatward
	@.venv/bin/python benchmarks/leaks.py

clean: ## remove everything that these targets made, the environments too
	rm -rf .venv .venv-oldest .venv-rasa .venv-rasa-pro .cache .demo .coverage* .benchmarks dist build htmlcov
	rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.ready: pyproject.toml constraints/core.txt constraints/langchain-newest.txt
	@scripts/make-env.sh newest

.venv-oldest/.ready: pyproject.toml constraints/langchain-oldest.txt
	@scripts/make-env.sh oldest

.venv-rasa/.ready: pyproject.toml constraints/rasa.txt
	@scripts/make-env.sh rasa

.venv-rasa-pro/.ready: pyproject.toml constraints/rasa-pro.txt
	@scripts/make-env.sh rasa-pro

# Rasa's environment where there is a Python 3.10; elsewhere the sentence that says how to get one.
rasa-half:
	@mkdir -p .cache
	@if scripts/find-python.sh 3.10 >/dev/null 2>.cache/no-rasa.txt; then \
	    $(MAKE) -s .venv-rasa/.ready; \
	else cat .cache/no-rasa.txt; fi
