# `make` alone prints what can be made.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.NOTPARALLEL:

VERSION = $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
# The version is stamped here, so Go need not ask git again. The program is pure
# Go: without cgo it is one static binary.
GO_BUILD_FLAGS = -trimpath -buildvcs=false -ldflags '-X main.version=$(VERSION)'
GOLANGCI_LINT = go tool -modfile=.ci/tools.mod golangci-lint
NPM_RUN = npm --prefix frontend run --silent
INSTALLED = frontend/node_modules/.installed

.PHONY: help run demo build app test test-long bench generate generate-check lint lint-go fmt migration clean

help: ## Print the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "make %-15s %s\n", $$1, $$2 }'

run: build ## Build the application and serve everything on http://localhost:8080
	bin/zhas

# The demonstration keeps to a folder of its own, whatever database is set.
demo: DEMO = env -u ZHAS_DATABASE_URL -u ZHAS_DATABASE_URL_FILE ZHAS_DATA_DIR=data-demo bin/zhas
demo: build ## Serve an invented season, kept in data-demo, on http://localhost:8080
	$(DEMO) demo --once
	$(DEMO)

build: app ## Build one binary, bin/zhas, with the application inside
	CGO_ENABLED=0 go build $(GO_BUILD_FLAGS) -o bin/zhas .

app: $(INSTALLED) ## Build only the application, into frontend/build
	$(NPM_RUN) build

test: ## Test everything in its short form, on SQLite and PostgreSQL and in a browser
	@.ci/test

test-long: ## Test the same at full size, with fuzzing
	@ZHAS_TEST_LONG=1 .ci/test

# The size to measure at; a smaller one is quicker. PostgreSQL gets the memory
# that a server of its own would have, and is left alone while it is measured.
BENCH_YOUTH = 1000000
BENCH_PROJECTS = 200000
BENCH_POSTGRES = -c shared_buffers=1GB -c max_wal_size=8GB -c autovacuum=off
POSTGRAPHILE = internal/bench/postgraphile

bench: $(POSTGRAPHILE)/node_modules/.installed ## Measure the graph beside other servers, for docs/performance.md
	@.ci/need postgres
	CGO_ENABLED=0 go build -o bin/bench ./internal/bench
	ZHAS_TEST_POSTGRES_OPTIONS='$(BENCH_POSTGRES)' .ci/with-postgres bin/bench -postgraphile $(POSTGRAPHILE) \
		-youth $(BENCH_YOUTH) -projects $(BENCH_PROJECTS) -report docs/performance.md

generate: $(INSTALLED) ## Generate the code of ent, gqlgen and the application's operations
	go generate ./...
	$(NPM_RUN) generate

generate-check: ## Fail when generated code is not current
	@.ci/generate-check

lint: lint-go $(INSTALLED) ## Check style, common mistakes and who imports whom
	$(NPM_RUN) check
	$(NPM_RUN) lint

lint-go:
	$(GOLANGCI_LINT) run ./... ./.ci/testsummary

fmt: $(INSTALLED) ## Format all sources
	$(GOLANGCI_LINT) fmt
	$(NPM_RUN) format

migration: ## Write the next migration for both databases: make migration NAME=add_calls
	.ci/with-postgres go run ./internal/store/newmigration '$(NAME)'

clean: ## Remove what was built and installed; data stays
	rm -rf bin frontend/build frontend/.svelte-kit frontend/node_modules frontend/lighthouse/node_modules frontend/test-results $(POSTGRAPHILE)/node_modules

# npm packages are installed anew only when the list of them changes. npm ci
# empties node_modules, so a broken installation leaves no mark.
$(INSTALLED): frontend/package.json frontend/package-lock.json
	@.ci/need node npm
	npm --prefix frontend ci --no-audit --no-fund --loglevel=error
	@touch $@

# PostGraphile wants a newer Node.js than the rest, which comes as a package.
$(POSTGRAPHILE)/node_modules/.installed: $(POSTGRAPHILE)/package.json $(POSTGRAPHILE)/package-lock.json
	@.ci/need node npm
	npm --prefix $(POSTGRAPHILE) ci --no-audit --no-fund --loglevel=error
	@touch $@
