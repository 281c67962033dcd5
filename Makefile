# Every task of the project. `make` alone prints them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
TOOLS := .local/tools
TEMPL := $(TOOLS)/templ
GO ?= go
export CGO_ENABLED ?= 0

help: ## print this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

run: build ## build and start on an embedded database under .local, with a demo region on first start
	.local/aantoonbaar serve --demo

# Functions of pages are not inlined into each other: every page that uses a field would
# hold that field's whole code again, 4 MB of it, and be no faster (docs/reference/measured.md).
build: ## build the program to .local/aantoonbaar
	@mkdir -p .local
	$(GO) build -trimpath -gcflags='aantoonbaar/internal/...web=-l' -o .local/aantoonbaar ./cmd/aantoonbaar

test: tools ## install what the tests need and run everything that CI runs
	scripts/check.sh

fast: ## vet and tests without the browser walk, for while you work
	$(GO) vet ./... && $(GO) test $$($(GO) list ./... | grep -v /internal/journey)

walk: tools ## a new person's whole way in a real browser: Dutch and English, wide and narrow, with and without script
	$(GO) test -count=1 -timeout 20m ./internal/journey

pictures: tools ## take the pictures of the tutorial anew, on the same walk
	PICTURES=yes $(GO) test -count=1 -timeout 20m -run 'Signature/nl.*script_true' ./internal/journey

race: ## the tests of the domain and the stores under the race detector
	CGO_ENABLED=1 $(GO) test -race ./internal/...

bench: build ## measure, each figure against a baseline in the same run
	.local/aantoonbaar bench

bench-accesslog: build ## measure log review: how good on twenty simulated logs of each kind, and how fast beside baselines
	.local/aantoonbaar bench-accesslog
	$(GO) test -run xxx -bench 'Explain|FHIR|Events|Review' ./internal/accesslog/...

torture: build ## kill the program again and again while it stores; nothing acknowledged may be lost
	.local/aantoonbaar torture

tools: ## install what tests and generators need, when it is missing (Chromium, PostgreSQL, an S3 server, axe-core, templ)
	@scripts/tools.sh

gen: tools ## write generated code anew: pages, front end
	$(GO) generate ./internal/web
	$(TEMPL) generate

golden: ## rewrite golden files with what the code produces now; read the diff
	$(GO) test $$(git grep -l aantoonbaar/internal/golden -- '*_test.go' | xargs -n1 dirname | sort -u | sed 's|^|./|') -update && git diff --stat -- '*testdata*'

fmt: tools ## format Go code and templates
	$(TOOLS)/golangci-lint fmt && $(TEMPL) fmt . && $(TEMPL) generate

lint: tools ## what is wrong or unclear in the code
	$(TOOLS)/golangci-lint run

clean: ## throw away the demo database and everything else under .local but the tools
	find .local -mindepth 1 -maxdepth 1 ! -name tools -exec rm -rf {} +

.PHONY: help run build walk test fast race bench bench-accesslog torture tools gen golden fmt lint clean
