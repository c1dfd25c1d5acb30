# Mingdeng. `make help` explains every target.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

ENGINE := .venv/engine/bin/python
GATEWAY := .venv/gateway/bin/python
UV := .venv/tools/bin/uv
ENGINE_BASE ?= python3.10
# What faces the network runs on the newest Python found; GATEWAY_BASE chooses another.
GATEWAY_BASE ?= $(shell for p in python3.13 python3.12 python3.11 python3.10; do \
	if $$p -c '' >/dev/null 2>&1; then echo $$p; break; fi; done)

# A file's tests stay together; more workers than that find no more files that take long.
BESIDE := -n auto --maxprocesses 4 --dist loadfile

.PHONY: help
help: ## say what each target does
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## (.*)/\1\t\2/' | \
		while IFS=$$'\t' read -r target what; do printf '  %-14s %s\n' "$$target" "$$what"; done

# --- set-up ---------------------------------------------------------------------------------------

.PHONY: setup
setup: .venv/engine/.installed .venv/gateway/.installed .venv/node/.installed .env ## install what running needs
.PHONY: setup-dev
setup-dev: setup .venv/engine/.installed-dev .venv/gateway/.installed-dev ## install what tests and checks need too

.venv/tools/.installed: requirements/tools.txt
	@$(ENGINE_BASE) -c '' 2>/dev/null || { echo "Python 3.10 is missing (Rasa needs exactly it): install it so that '$(ENGINE_BASE)' works, or set ENGINE_BASE=/path/to/python3.10."; exit 1; }
	@$(ENGINE_BASE) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 10))' || { echo "$(ENGINE_BASE) is not Python 3.10, which Rasa needs: set ENGINE_BASE=/path/to/python3.10."; exit 1; }
	@$(ENGINE_BASE) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(ENGINE_BASE) has no venv module: install its package (python3.10-venv on Debian and Ubuntu)."; exit 1; }
	$(ENGINE_BASE) -m venv --clear .venv/tools
	.venv/tools/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/tools.txt
	touch $@

.venv/engine/.installed: requirements/engine.txt .venv/tools/.installed
	$(UV) venv --quiet --allow-existing --python "$$($(ENGINE_BASE) -c 'import sys; print(sys.executable)')" .venv/engine
	$(UV) pip install --quiet --compile-bytecode --python $(ENGINE) --require-hashes -r requirements/engine.txt
	touch $@

.venv/gateway/.installed: requirements/gateway.txt .venv/tools/.installed
	$(UV) venv --quiet --allow-existing --python "$$($(GATEWAY_BASE) -c 'import sys; print(sys.executable)')" .venv/gateway
	$(UV) pip install --quiet --compile-bytecode --python $(GATEWAY) --require-hashes -r requirements/gateway.txt
	touch $@

.venv/engine/.installed-dev: requirements/engine-dev.txt .venv/engine/.installed
	$(UV) pip install --quiet --compile-bytecode --python $(ENGINE) --require-hashes -r requirements/engine-dev.txt
	touch $@

.venv/gateway/.installed-dev: requirements/gateway-dev.txt .venv/gateway/.installed
	$(UV) pip install --quiet --compile-bytecode --python $(GATEWAY) --require-hashes -r requirements/gateway-dev.txt
	touch $@

# Node.js only where a fitting one is missing.
.venv/node/.installed: requirements/node.txt .venv/gateway/.installed
	@mkdir -p .venv/node
	@if ! $(GATEWAY) -c 'import sys; from bot.commands.pages import fitting_node; sys.exit(fitting_node() is None)'; then \
		echo "No fitting Node.js found; installing one into .venv/node."; \
		$(UV) venv --quiet --clear --python $(GATEWAY) .venv/node; \
		$(UV) pip install --quiet --python .venv/node/bin/python --require-hashes -r requirements/node.txt; fi
	touch $@

.env: | .venv/gateway/.installed
	$(GATEWAY) -m bot env

# --- run ------------------------------------------------------------------------------------------

.PHONY: run
run: setup ## set up, build, migrate, seed, train, and run everything until Ctrl-C
	@exec $(GATEWAY) -m bot run

.PHONY: stop
stop: ## stop a product that was left running
	@$(GATEWAY) -m bot stop

.PHONY: doctor
doctor: setup ## check this installation and say what is missing
	@$(GATEWAY) -m bot doctor

.PHONY: train
train: setup ## train a model if the data changed
	@$(ENGINE) -m bot.engine.train

.PHONY: migrate
migrate: setup ## bring both databases to the newest schema
	@$(GATEWAY) -m bot migrate

.PHONY: seed
seed: setup ## fill the demo utility anew
	@$(GATEWAY) -m bot seed

.PHONY: backup
backup: setup ## copy the databases to a dated folder
	@$(GATEWAY) -m bot backup

.PHONY: shell
shell: setup ## talk to the engine alone (rasa shell)
	@set -a; . ./.env; set +a; .venv/engine/bin/rasa shell

# --- checks ---------------------------------------------------------------------------------------

.PHONY: test
test: setup-dev lint types test-unit test-web test-engine test-product ## set up and run every check and test

.PHONY: lint
lint: setup-dev ## style of the Python code
	$(GATEWAY) -m ruff check .
	$(GATEWAY) -m ruff format --check .

.PHONY: format
format: setup-dev ## put the Python code into its format
	$(GATEWAY) -m ruff check --fix .
	$(GATEWAY) -m ruff format .

.PHONY: types
types: setup-dev ## check the types, of each part with the packages that it runs on
	$(GATEWAY) -m mypy bot --exclude '^bot/(engine|nlu|web/node_modules|databases/migrations/.*/versions)/'
	$(GATEWAY) -m mypy --python-executable $(ENGINE) bot/engine bot/nlu actions

.PHONY: test-unit
test-unit: setup-dev ## services, databases and gateway; no Rasa, no browser
	$(GATEWAY) -m pytest $(BESIDE) tests/unit tests/databases tests/gateway

.PHONY: test-web
test-web: setup-dev ## the pages' sources: types, and tests without a browser
	$(GATEWAY) -m bot pages --test

.PHONY: test-engine
test-engine: setup-dev ## what needs Rasa: our channel, the NLU components, the actions
	$(ENGINE) -m bot.engine.train
	$(ENGINE) -m pytest $(BESIDE) tests/engine tests/actions

.PHONY: test-product
test-product: setup-dev ## the whole product through its doors: conversations, pages, faults
	$(GATEWAY) -m bot pages
	$(ENGINE) -m bot.engine.train
	$(GATEWAY) -m pytest $(BESIDE) tests/conversations tests/pages tests/product

.PHONY: e2e
e2e: test-product ## the same as test-product

.PHONY: judge
judge: setup-dev ## hold the frozen conversations and questions (JUDGE="--help" for more)
	$(GATEWAY) -m bot pages
	$(GATEWAY) -m tests.judging.hold $(JUDGE)

.PHONY: bench
bench: bench-nlu bench-turns ## understanding and turns, beside Rasa's default stack

.PHONY: bench-nlu
bench-nlu: setup-dev ## training, parsing and understanding beside DIET (more: BENCH_NLU="--help")
	$(ENGINE) -m tests.bench.nlu $(BENCH_NLU)

.PHONY: bench-turns
bench-turns: setup-dev ## time per turn and turns per second, beside Rasa's default stack
	$(GATEWAY) -m tests.bench

.PHONY: bench-work
bench-work: setup-dev ## processor time of the longest and strangest texts
	$(ENGINE) -m tests.bench.work

.PHONY: nlu-report
nlu-report: setup ## a page on what the newest model confuses: var/nlu-report/index.html
	@$(ENGINE) -m bot.engine.nlu_report $(if $(NLU),--nlu $(NLU))

.PHONY: knowledge-report
knowledge-report: setup-dev ## ask each knowledge entry by each of its questions; what wasn't told
	$(GATEWAY) -m tests.product.knowledge $(KNOWLEDGE)

.PHONY: screenshots
screenshots: setup-dev ## take the pictures of the README anew (needs CHROMIUM)
	$(GATEWAY) -m tests.pages.screenshots

# --- upkeep ---------------------------------------------------------------------------------------

.PHONY: lock
lock: .venv/tools/.installed ## lock the newest versions that the .in files allow
	for name in tools node gateway gateway-dev; do \
		$(UV) pip compile --quiet --upgrade --universal --python-version 3.10 --generate-hashes --no-emit-index-url \
			--custom-compile-command "make lock" requirements/$$name.in -o requirements/$$name.txt; done
	for name in engine engine-dev; do \
		$(UV) pip compile --quiet --upgrade --python-version 3.10 --generate-hashes --no-emit-index-url \
			--custom-compile-command "make lock" requirements/$$name.in -o requirements/$$name.txt; done

.PHONY: audit
audit: setup-dev ## known vulnerabilities of what is locked (needs the network)
	$(UV) tool run pip-audit --require-hashes --disable-pip -r requirements/gateway.txt
	$(UV) tool run pip-audit --require-hashes --disable-pip -r requirements/engine.txt

.PHONY: clean
clean: ## remove what was built and trained, not the environments, settings and databases
	rm -rf bot/web/dist bot/web/node_modules .rasa .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find models -name '*.tar.gz' -delete
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
