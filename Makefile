# Deciban. `make check` is what has to be green before a change is handed in;
# .ci/run does the same on a bare machine. CONTRIBUTING.md explains.

GO ?= go
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := build

# The released program needs no C compiler; only the race detector does.
export CGO_ENABLED := 0

# Pinned: a new version is a change of its own, since it may find new faults.
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2

PLATFORMS := linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64

# Real lists and evaluation sets, which are not in the repository.
SHARED ?= ../shared

.PHONY: build test check format fmt vet lint race fuzz cross bench golden model evaluate clean

build: ## the program, into ./deciban
	$(GO) build -trimpath -o deciban ./cmd/deciban

test: ## all tests, once
	$(GO) test ./...

check: format vet lint test race fuzz cross ## everything a change has to pass

format: ## fails if a file is not as gofmt writes it
	@unformatted=$$(gofmt -l .); test -z "$$unformatted" || { echo "not formatted (make fmt):"; echo "$$unformatted"; exit 1; }

fmt: ## formats every file
	gofmt -w .

vet:
	$(GO) vet ./...

lint: ## staticcheck; what it checks is in staticcheck.conf, the house's own rules are tests in internal/lint
	$(GO) run $(STATICCHECK) ./...

# -short leaves out the large evaluation sets, which the plain tests measure.
race: ## tests with the race detector, where there is a C compiler
	@if command -v "$$($(GO) env CC)" >/dev/null; then \
		echo "$(GO) test -race -short ./..."; CGO_ENABLED=1 $(GO) test -race -short ./...; \
	else \
		echo "NOTICE: no C compiler, so the race detector did not run"; \
	fi

fuzz: ## every fuzz target for a few seconds; FUZZTIME=10m for longer
	.ci/fuzz $(FUZZTIME)

cross: ## builds for every platform that is released
	@for platform in $(PLATFORMS); do \
		echo "build $$platform"; \
		GOOS=$${platform%/*} GOARCH=$${platform#*/} $(GO) build ./...; \
	done

bench: ## benchmarks, to compare with benchstat
	$(GO) test -run '^$$' -bench . -benchmem ./...

golden: ## writes the golden files anew; read the diff before committing it
	@packages=$$(grep -rl --include='*_test.go' 'flag.Bool("update"' . | xargs -r -n1 dirname | sort -u); \
	test -z "$$packages" || $(GO) test $$packages -update

model: ## learns the weights again from SHARED; the same data give the same file
	$(GO) run ./internal/weigh/train -shared $(SHARED)

# Recall at a fixed rate of false alerts on the watchlist set, with all evidence
# and by name alone. docs/accuracy.md explains the figures.
WATCHLIST := $(SHARED)/evaluation/dev/watchlist
NAME_ONLY := python3 -c 'import json, sys; [print(json.dumps({**r, "properties": {k: v for k, v in r["properties"].items() if k not in ("birthDate", "nationality")}})) for r in map(json.loads, sys.stdin)]'

evaluate: build ## recall and false alerts on the evaluation sets in SHARED
	@dir=$$(mktemp -d); trap 'rm -rf "$$dir"' EXIT; \
	./deciban lists add --data "$$dir/data" $(WATCHLIST)/lists/us_ofac_sdn $(WATCHLIST)/lists/un_sc_sanctions/consolidated.xml; \
	cat $(WATCHLIST)/positives.jsonl $(WATCHLIST)/negatives.jsonl > "$$dir/full.jsonl"; \
	$(NAME_ONLY) < "$$dir/full.jsonl" > "$$dir/name.jsonl"; \
	for evidence in full name; do \
		echo "== evidence: $$evidence"; \
		./deciban batch --data "$$dir/data" --min -20 --limit 5 < "$$dir/$$evidence.jsonl" > "$$dir/results.jsonl"; \
		python3 $(SHARED)/evaluation/score.py $(WATCHLIST)/positives.jsonl $(WATCHLIST)/negatives.jsonl "$$dir/results.jsonl"; \
	done

clean:
	rm -rf deciban dist coverage.out
