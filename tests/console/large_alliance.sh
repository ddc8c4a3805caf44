#!/usr/bin/env bash
# Measures the console with a large alliance in a browser: a service of its own on loopback,
# invented members imported from a file, then the list, a search and a profile. Prints how long
# each step took and the longest that the page stood still. Takes minutes.
#   tests/console/large_alliance.sh [MEMBERS]    100000 unless told
set -euo pipefail
cd "$(dirname "$0")/../.."
members=${1:-100000}
bin=$(realpath "${COUNTERPOINT_BIN:-build/release}")

clients/console/build.sh
CHROMIUM=${CHROMIUM:-$(command -v chromium || true)}
if [[ ! -f clients/console/dist/index.html || -z "$CHROMIUM" ]]; then
  echo "This needs Node.js 18, npm and chromium: clients/install_packages.sh --tests" >&2
  exit 1
fi
export CHROMIUM

work=$(mktemp -d)
server=
trap 'if [[ -n $server ]]; then kill "$server" 2>/dev/null || true; wait "$server" || true; fi; rm -rf "$work"' EXIT
"$bin/service/counterpointd" serve --data "$work/data" --listen 127.0.0.1:0 \
  --port-file "$work/port" --http-listen 127.0.0.1:0 --http-port-file "$work/http" \
  --console clients/console/dist --log-level warning >"$work/log" 2>&1 &
server=$!
while [[ ! -s "$work/port" || ! -s "$work/http" ]]; do
  kill -0 "$server" 2>/dev/null || { cat "$work/log" >&2; exit 1; }
  sleep 0.05
done
"$bin/clients/sample/counterpoint-sample" --members "$members" --alliance large >"$work/members.jsonl"
"$bin/clients/cli/counterpoint" --server "127.0.0.1:$(cat "$work/port")" alliance create large \
  --file clients/sample/alliance.json --quiet >"$work/created.log"
cd clients/console
CONSOLE_URL=http://127.0.0.1:$(cat "$work/http") node journeys/large_alliance.mjs "$work/members.jsonl" "$members"
