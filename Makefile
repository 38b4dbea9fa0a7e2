# Everything a person types here. `make help` lists it.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
BIN := .venv/bin
TESTS ?= tests
CODE := api domain keys registry tests

# Programs that tests compare with; each test that misses one says so and skips.
DEBIAN_TOOLS := openssl poppler-utils qpdf tesseract-ocr tesseract-ocr-tha libreoffice-writer-nogui \
	chromium

.PHONY: help setup tools run serve demo test browser check fix bench format-check lint types contracts clean

help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# The stamp is newer than what it was made from, so a second `make` sets nothing up again.
.venv/.ready: pyproject.toml uv.lock
	@command -v python3 >/dev/null || { echo "python3 is missing. On Debian: sudo apt install python3 python3-venv" >&2; exit 1; }
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "python3 is older than 3.11. Debian 12 brings 3.11." >&2; exit 1; }
	@[ -x $(BIN)/python ] || python3 -m venv .venv || { echo "Cannot create .venv. On Debian: sudo apt install python3-venv" >&2; rm -rf .venv; exit 1; }
	@[ -x $(BIN)/uv ] || $(BIN)/python -m pip install --quiet --disable-pip-version-check "$$(sed -n '/^name = "uv"/{n;s/version = "\(.*\)"/uv==\1/p}' uv.lock)"
	@$(BIN)/uv sync --locked --quiet
	@$(BIN)/python -m compileall -q api domain keys registry
	@touch $@

setup: .venv/.ready ## Make the environment; leaves .venv/bin/saraban

tools: ## Install the foreign programs that tests compare with (Debian, as root)
	@apt-get update -qq
	@DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(DEBIAN_TOOLS) >/dev/null

run: demo serve ## Set up, tell the demo's story, then serve its registry's pages on http://127.0.0.1:8000

serve: setup ## Serve the demo's registry as the last `make demo` left it
	@$(BIN)/saraban serve --home .demo/registry

demo: setup ## The founding circular's whole life, in a specimen registry
	@$(BIN)/saraban demo

test: check ## Everything one needs to trust a change

# Tests in a browser skip without it, and say so.
browser:
	@[ -x /usr/bin/chromium ] || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && \
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; } || \
	echo "chromium is missing, so tests in a browser skip. On Debian: sudo apt install chromium" >&2

check: setup browser format-check lint types contracts ## Format, lint, types, contracts and tests
	@$(BIN)/pytest -q -rs -n 2 --dist worksteal $(TESTS)

format-check: setup
	@$(BIN)/ruff format --check --quiet $(CODE)

lint: setup
	@$(BIN)/ruff check --quiet $(CODE)

types: setup
	@$(BIN)/mypy

contracts: setup
	@$(BIN)/lint-imports --no-cache

fix: setup ## Format and repair what can be repaired without thinking
	@$(BIN)/ruff format --quiet $(CODE)
	@$(BIN)/ruff check --fix --quiet $(CODE)

bench: setup ## Measure beside the yardsticks; prints a table, writes bench.json
	@$(BIN)/python -m tests.bench

conformance: setup ## Ask foreign judges: veraPDF and EU DSS (Java, Maven), openssl, Go, the foreign vectors
	@SARABAN_CONFORMANCE=1 $(BIN)/pytest -q -rs tests/conformance

clean: ## Remove what the commands above made
	@rm -rf .venv .demo bench.json
