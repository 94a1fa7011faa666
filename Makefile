# One command for each thing to do; each makes what it needs first.
.ONESHELL:
.SHELLFLAGS := -eu -c
.DEFAULT_GOAL := run
.PHONY: run test golden fuzz check scripts bench demo cities lock sbom audit clean

# The system's own where it can: distributions build it guided by profiles, and it takes a fifth less time than one that was not.
PYTHON ?= $(shell for python in /usr/bin/python3 python3; do if $$python -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo $$python; exit; fi; done; echo python3)
BIN := .venv/bin
# The modules as one file: forty requests cost a new reader a fifth of a load.
ESBUILD = node_modules/.bin/esbuild assets/cockpit/main.js --bundle --format=esm --minify --charset=utf8 --banner:js="$$($(BIN)/python -m components.frame.scripts)"
CHECKED := $(wildcard app.py benchmarks components data_access docs pages tests)

run: .venv/run.stamp ## serve http://127.0.0.1:8050, with the demo city where there is no store yet
	@case "$${COCKPIT_STORE:-}" in
	*://*) # a server is filled by whoever may; until then the cockpit says what is lacking
		$(BIN)/python -m data_access snapshots >/dev/null || echo "make: serving without facts; \`make demo\` builds the demo city there" ;;
	*)
		if ! $(BIN)/python -m data_access snapshots >/dev/null 2>&1; then
			echo "make: there is no store yet; building the demo city"
			$(BIN)/python -m data_access demo
		fi ;;
	esac
	exec $(BIN)/python app.py

# Each worker, server and command of a test would compile all modules anew where the bytecode is not kept, and all at once where it is not yet there.
# Large pages of memory: a worker holds a gigabyte, and a twentieth of its time went into finding its pages.
test: .venv/dev.stamp browser nginx node postgresql ## everything: scripts first, which take a second
	if command -v node >/dev/null; then node --test --test-reporter=spec tests/scripts/*.test.js; fi
	$(BIN)/python -m compileall -q -j 0 $(CHECKED)
	GLIBC_TUNABLES=glibc.malloc.hugetlb=1 PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

golden: .venv/dev.stamp postgresql ## the whole golden set: every split by itself and every grain, from all engines
	COCKPIT_GOLDEN=whole $(BIN)/python -m pytest -q tests/stores $(ARGS)

fuzz: .venv/dev.stamp ## a hundred thousand requests that no reader makes, for a night
	COCKPIT_FUZZ=$${COCKPIT_FUZZ:-100000} $(BIN)/python -m pytest -q tests/web/test_fuzz.py $(ARGS)

check: .venv/dev.stamp node_modules/.package-lock.json ## formatting, lint, types, layers
	$(BIN)/ruff format --check $(CHECKED)
	$(BIN)/ruff check $(CHECKED)
	$(BIN)/mypy
	if [ -x node_modules/.bin/tsc ]; then
		node_modules/.bin/tsc
		$(ESBUILD) --log-level=warning | cmp - assets/cockpit.js || { echo "make: assets/cockpit.js is not what its modules say; run \`make scripts\`" >&2; exit 1; }
	fi
	$(BIN)/python -m pytest -q tests/test_layers.py

scripts: .venv/run.stamp node_modules/.package-lock.json ## build assets/cockpit.js, the modules of assets/cockpit as one file
	$(ESBUILD) --outfile=assets/cockpit.js

bench: .venv/dev.stamp browser ## everything against its aim, over the store in data/ and one of three times the data: an hour, with nothing beside it
	$(BIN)/python -m benchmarks --json data/bench.json $(ARGS)

demo: .venv/run.stamp ## build the demo city anew, as the next snapshot
	$(BIN)/python -m data_access demo $(ARGS)

cities: .venv/run.stamp ## build every demo city: Hangzhou as the store, the others beside it in data/cities/<code>
	folder="$${COCKPIT_DATA:-data}"
	$(BIN)/python -m data_access demo --city 330100 --store "$$folder/store" $(ARGS)
	for city in 330000 330700 430100 500110 610400; do
		$(BIN)/python -m data_access demo --city $$city --store "$$folder/cities/$$city" $(ARGS)
	done

lock: .venv/release.stamp ## pin everything that a release installs, with hashes, for every system
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --upgrade requirements.txt --output-file requirements.lock

sbom: .venv/release.stamp ## the bill of materials of a release, as CycloneDX, in dist/sbom.json
	mkdir -p dist
	$(BIN)/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml --output-reproducible --of JSON -o dist/sbom.json

audit: .venv/release.stamp ## published vulnerabilities of what requirements.lock names, by ADVISORIES=all.zip where nobody can be asked
	$(BIN)/python docs/deployment/audit.py $(ADVISORIES)

clean: ## remove the environment and caches; data/ stays
	rm -rf .venv node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: browser
browser:
	@if command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null; then exit 0; fi
	if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then
		echo "make: installing Debian's chromium-headless-shell and fonts-noto-cjk for the browser tests"
		apt-get update -q
		DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends chromium-headless-shell fonts-noto-cjk
	else
		echo "make: there is no chromium and no right to install it; browser tests will be counted as skipped"
	fi

.PHONY: nginx
nginx:
	@if command -v nginx >/dev/null || [ -x /usr/sbin/nginx ]; then exit 0; fi
	if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then
		echo "make: installing Debian's nginx for the test of docs/deployment/nginx.conf"
		apt-get update -q
		DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends nginx-light openssl
	else
		echo "make: there is no nginx and no right to install it; its tests will be counted as skipped"
	fi

.PHONY: postgresql
postgresql:
	@if ls /usr/lib/postgresql/*/bin/pg_ctl /usr/sbin/pgbouncer >/dev/null 2>&1; then exit 0; fi
	if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then
		echo "make: installing Debian's PostgreSQL and PgBouncer, of which the tests start servers of their own"
		apt-get update -q
		DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends postgresql pgbouncer
	else
		echo "make: there is no PostgreSQL or PgBouncer and no right to install it; its tests will be counted as skipped"
	fi

.PHONY: node
node:
	@if command -v node >/dev/null && command -v npm >/dev/null; then exit 0; fi
	if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then
		echo "make: installing Debian's nodejs and npm for the scripts in assets/cockpit"
		apt-get update -q
		DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends nodejs npm
	elif [ -n "$${CI:-}" ]; then
		echo "make: there is no node and npm; scripts cannot be checked" >&2
		exit 1
	else
		echo "make: there is no node and npm and no right to install them; scripts are neither checked nor tested"
	fi

node_modules/.package-lock.json: package-lock.json | node
	@if ! command -v npm >/dev/null; then exit 0; fi
	echo "make: installing what package-lock.json names"
	npm ci --silent
	touch $@

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/run.stamp: requirements.txt | .venv/bin/python
	@echo "make: installing requirements.txt"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

.venv/dev.stamp: requirements.txt requirements-dev.txt | .venv/bin/python
	@echo "make: installing requirements-dev.txt"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

.venv/release.stamp: requirements-release.txt | .venv/bin/python
	@echo "make: installing requirements-release.txt"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-release.txt
	touch $@
