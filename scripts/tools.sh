#!/usr/bin/env bash
# Installs what tests and generators need, when it is missing. Versions are exact. Debian 12 with Go and git is enough to begin with.
set -euo pipefail
cd "$(dirname "$0")/.."
tools=.local/tools
mkdir -p "$tools"

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

missing=()
command -v chromium >/dev/null || missing+=(chromium)
command -v node >/dev/null || missing+=(nodejs)
command -v npm >/dev/null || missing+=(npm)
command -v openssl >/dev/null || missing+=(openssl)
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing+=(postgresql)
if [ ${#missing[@]} -gt 0 ]; then
  echo "installing ${missing[*]} from Debian"
  as_root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive as_root apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

axe=4.14.1
if [ ! -f "$tools/axe-$axe.js" ]; then
  echo "installing axe-core $axe from npm"
  dir=$(mktemp -d)
  (cd "$dir" && npm pack --silent "axe-core@$axe" >/dev/null && tar xzf "axe-core-$axe.tgz")
  install -m644 "$dir/package/axe.min.js" "$tools/axe-$axe.js"
  rm -rf "$dir"
fi

# A Go tool knows its own version: it is built again only when another one is asked for.
go_tool() {
  local name=$1 module=$2 version=$3 package=$4
  if [ ! -x "$tools/$name" ] || ! go version -m "$tools/$name" | grep -q "mod[[:space:]]$module[[:space:]]$version"; then
    echo "installing $name $version"
    CGO_ENABLED=0 GOBIN="$PWD/$tools" go install "$package@$version"
  fi
}
go_tool templ github.com/a-h/templ v0.3.977 github.com/a-h/templ/cmd/templ
go_tool golangci-lint github.com/golangci/golangci-lint/v2 v2.15.0 github.com/golangci/golangci-lint/v2/cmd/golangci-lint
go_tool govulncheck golang.org/x/vuln v1.9.0 golang.org/x/vuln/cmd/govulncheck
go_tool versitygw github.com/versity/versitygw v1.8.0 github.com/versity/versitygw/cmd/versitygw
