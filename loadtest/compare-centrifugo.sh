#!/usr/bin/env bash
# Compares one gateway with one Centrifugo node on the same Redis, and with a bare Netty server: fan-out and ticker, medians of
# five runs. Needs Go, which builds Centrifugo into a temporary folder. Options are passed on, e.g. --seconds 20.
set -euo pipefail

version=v6.9.1
home=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

command -v go >/dev/null || {
  echo "compare-centrifugo: there is no go; install Go, which builds Centrifugo" >&2
  exit 1
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

echo "compare-centrifugo: building Centrifugo $version; this takes minutes" >&2
if GOBIN=$work go install "github.com/centrifugal/centrifugo/v6@$version" 2>"$work/log"; then
  rival=centrifugo=$work/centrifugo
else
  tail -n 2 "$work/log" >&2
  echo "compare-centrifugo: Centrifugo cannot be built; taking a server around its library Centrifuge instead" >&2
  (cd "$home/loadtest/rivals/centrifuge" && go build -o "$work/centrifuge-server" .)
  rival=centrifuge=$work/centrifuge-server
fi

status=0
for scenario in fanout ticker; do
  "$home/sluice" loadtest "$scenario" --compare baseline --compare "$rival" --runs 5 "$@" || status=$?
done
exit "$status"
