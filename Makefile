# What people type. `make help` lists it.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
UV_VERSION := 0.13.9
UV := .tools/bin/uv
BIN := .venv/bin
STAMP := .venv/.installed

.PHONY: help run test check gate lint train lock bench-nlu bench-safety encoder clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(STAMP) ## start the demonstration: gateway, Rasa, action server (Ctrl-C stops it)
	@$(BIN)/python -m bot serve

test: $(STAMP) ## all tests, fast ones first, real Chromium included
	@$(BIN)/python -m tests.preflight
	@$(BIN)/python -m pytest -q

check: $(STAMP) ## structure and wording of the content, in seconds
	@$(BIN)/python -m bot check

gate: $(STAMP) ## recall, false alarms and crisis wordings, against the committed baseline
	@$(BIN)/python -m benchmarks.gate

lint: $(STAMP) ## ruff and mypy
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

train: $(STAMP) ## train if phrases, stories or config changed
	@$(BIN)/python -m bot train

bench-nlu: $(STAMP) .venv-stock/.installed ## topics: ours beside stock Rasa (trains it: about an hour)
	@$(BIN)/python -m benchmarks.nlu

bench-safety: $(STAMP) ## danger: recall and false alarms on the held-out phrases
	@$(BIN)/python -m benchmarks.safety

.venv-stock/.installed: benchmarks/requirements-stock.lock | $(UV)
	@$(UV) venv -q --allow-existing .venv-stock --python $(PYTHON)
	@$(UV) pip sync -q --no-config --require-hashes $< --python .venv-stock/bin/python
	@touch $@

encoder: ## fine-tune both models anew (torch in .venv-training, about half an hour)
	@training/build.sh

lock: $(UV) ## resolve the dependencies anew and pin them by hash
	@$(UV) pip compile -q pyproject.toml --extra dev --generate-hashes -o requirements.lock

clean: ## remove what can be made again: environments and models, never conversations
	rm -rf .venv .venv-stock .venv-training .tools var/models var/training

$(STAMP): requirements.lock | $(UV)
	@echo "Installing the pinned packages ..."
	@test -x $(BIN)/python || $(UV) venv -q .venv --python $(PYTHON)
	@$(UV) pip sync -q --require-hashes --compile-bytecode requirements.lock --python $(BIN)/python
	@touch $@

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || \
	  { echo "Python 3.11 is needed; name it: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -m venv .tools
	@.tools/bin/python -m pip install -q --disable-pip-version-check uv==$(UV_VERSION)
