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

.PHONY: build test check format fmt vet lint race fuzz cross bench golden model model-check evaluate ablation clean

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
		echo "$(GO) test -race -short ./..."; CGO_ENABLED=1 $(GO) test -race -short -timeout 30m ./...; \
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

model-check: ## fails if the committed model is not what SHARED teaches
	@dir=$$(mktemp -d); trap 'rm -rf "$$dir"' EXIT; \
	$(GO) run ./internal/weigh/train -shared $(SHARED) -out "$$dir/model.txt.gz" -names "$$dir" 2>"$$dir/log" || { cat "$$dir/log"; exit 1; }; \
	for file in "$$dir"/*.txt; do cmp "$$file" "internal/names/data/$${file##*/}"; done; \
	cmp "$$dir/model.txt.gz" internal/weigh/model.txt.gz

# What docs/accuracy.md says, measured anew on the sets in SHARED; the tables
# between its markers are written in place. Read the diff before committing it.
DEV := $(SHARED)/evaluation/dev
WATCHLIST := $(DEV)/watchlist
SETS := --positives $(WATCHLIST)/positives.jsonl --negatives $(WATCHLIST)/negatives.jsonl --list $(WATCHLIST)/lists/us_ofac_sdn --list $(WATCHLIST)/lists/un_sc_sanctions/consolidated.xml
EVALUATE := ./deciban evaluate --json --worst 0

evaluate: build ## measures recall, false alerts and calibration for docs/accuracy.md
	@dir=$$(mktemp -d); trap 'rm -rf "$$dir"' EXIT; set -x; \
	$(EVALUATE) $(SETS) > "$$dir/watchlist.json"; \
	$(EVALUATE) $(SETS) --name-only > "$$dir/watchlist-name.json"; \
	$(EVALUATE) --list $(DEV)/scripts/lists/politicians.ftm.json --positives $(DEV)/scripts/positives.jsonl --negatives $(DEV)/scripts/negatives.jsonl --top1 > "$$dir/scripts.json"; \
	$(EVALUATE) --pairs $(DEV)/pairs/names.csv > "$$dir/pairs.json"; \
	$(EVALUATE) --calibration --list $(SHARED)/lists/us_ofac_sdn/2021-07 --except $(SHARED)/lists/us_ofac_sdn/2019-01 > "$$dir/held-back.json"; \
	python3 testdata/accuracy_tables.py docs/accuracy.md "$$dir"

ablation: build ## measures what each part of the model adds, for docs/accuracy.md
	@dir=$$(mktemp -d); trap 'rm -rf "$$dir"' EXIT; set -x; \
	$(EVALUATE) $(SETS) --take 6000 --ablation > "$$dir/ablation.json"; \
	python3 testdata/accuracy_tables.py docs/accuracy.md "$$dir"

clean:
	rm -rf deciban dist coverage.out
