#!/usr/bin/env bash
# What CI runs, as named and timed steps. `make test` calls it.
set -uo pipefail
cd "$(dirname "$0")/.."
export CGO_ENABLED=0

failed=()
unchecked=() # what could not be looked at here, and is said at the end
step() {
  local name=$1; shift
  local start=$SECONDS
  echo "── $name"
  if "$@"; then echo "   $name: passed in $((SECONDS - start)) s"; else echo "   $name: FAILED after $((SECONDS - start)) s"; failed+=("$name"); fi
}

generated() {
  .local/tools/templ generate >/dev/null && go generate ./internal/web &&
    { [ -z "$(git status --porcelain -- '*_templ.go' '*_gen.go' internal/web/static)" ] || { git status --short -- '*_templ.go' '*_gen.go' internal/web/static; echo "generated code is out of date: make gen"; false; }; }
}
tidy() { go mod tidy -diff && go mod verify; }
vendored() { (cd internal/web/assets/vendor && sha256sum --quiet -c SHA256SUMS); }

step "modules are tidy and whole" tidy
step "vendored files are whole" vendored
step "generated code is up to date" generated
# What lies beside the project and not in it (a clone alone lacks it): without it the step is not run, and the last line says so.
beside() {
  local name=$1 path=$2; shift 2
  if [ -e "$path" ]; then "$@"; else echo "── $name: NOT CHECKED, there is no $path"; unchecked+=("$name"); return 1; fi
}
index=../shared/data/vulndb
vulnerable() {
  local dir; dir=$(mktemp -d)
  tar xzf "$index"/*.tgz -C "$dir" && .local/tools/govulncheck -db "file://$(dirname "$(find "$dir" -name index -type d | head -n 1)")" ./...
  local result=$?; rm -rf "$dir"; return $result
}

step "lint" .local/tools/golangci-lint run
beside "known vulnerabilities" "$index" step "known vulnerabilities" vulnerable
step "build" make -s build
beside "OSCAL documents against their schema" ../shared/data/oscal/oscal_complete_schema_1.2.2.json true || export AANTOONBAAR_OSCAL_SCHEMA=none
beside "audit events that others wrote" ../shared/data/auditevents true || export AANTOONBAAR_AUDIT_EVENTS=none
step "tests" go test -timeout 30m $(go list ./... | grep -v /internal/journey)
step "kill without warning" .local/aantoonbaar torture
step "browser walk" go test -timeout 20m ./internal/journey

if [ ${#failed[@]} -gt 0 ]; then
  echo "FAILED: ${failed[*]}"
  exit 1
fi
[ ${#unchecked[@]} -eq 0 ] || { echo "passed in $SECONDS s, NOT CHECKED: $(IFS=';'; echo "${unchecked[*]}")"; exit 0; }
echo "all steps passed in $SECONDS s"
