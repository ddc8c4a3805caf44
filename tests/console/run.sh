#!/usr/bin/env bash
# Journeys through the staff console: builds it, starts a service of its own on
# loopback with the sample alliance, and drives a browser. Pictures of the pages
# are kept in build/console-pages. Leaves with 0 and a remark where Node.js or
# Chromium is missing.
#   tests/console/run.sh [JOURNEY]    e.g. "refresh", or "pages"
set -euo pipefail
cd "$(dirname "$0")/../.."
bin=${COUNTERPOINT_BIN:-build/release}
counterpointd=${COUNTERPOINTD:-$bin/service/counterpointd}
counterpoint=${COUNTERPOINT:-$bin/clients/cli/counterpoint}
console=$PWD/clients/console

"$console/build.sh"
if [[ ! -f "$console/dist/index.html" ]]; then exit 0; fi
(cd "$console" && npm run --silent test)
# What the linter is made of wants Node.js 20.
if [[ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ]]; then
  (cd "$console" && npm run --silent lint)
fi
CHROMIUM=${CHROMIUM:-$(command -v chromium || true)}
if [[ -z "$CHROMIUM" ]]; then
  echo "The console's journeys are left out: there is no chromium (Debian: chromium)." >&2
  exit 0
fi
export CHROMIUM

work=$(mktemp -d)
server=
stop() {
  if [[ -n "$server" ]]; then kill "$server" 2>/dev/null && wait "$server" || true; fi
  rm -rf "$work"
}
trap stop EXIT

"$counterpointd" serve --data "$work/data" --listen 127.0.0.1:0 --port-file "$work/port" \
  --http-listen 127.0.0.1:0 --http-port-file "$work/http" --console "$console/dist" \
  --log-level warning >"$work/log" 2>&1 &
server=$!
while [[ ! -s "$work/port" || ! -s "$work/http" ]]; do
  kill -0 "$server" 2>/dev/null || { cat "$work/log" >&2; exit 1; }
  sleep 0.05
done

export COUNTERPOINT_SERVER=127.0.0.1:$(cat "$work/port") COUNTERPOINT_ALLIANCE=shanghai-digital-culture
sample=clients/sample
{
  "$counterpoint" alliance create "$COUNTERPOINT_ALLIANCE" --file "$sample/alliance.json" --quiet
  "$counterpoint" import "$sample/members.jsonl"
  "$counterpoint" interaction import "$sample/partnerships.csv"
  sleep 1 # Matching sees a change within a second.
  "$counterpoint" refresh
  "$counterpoint" session create --file "$sample/session.json"
  "$counterpoint" session import spring-matchmaking "$sample/participants.csv"
  "$counterpoint" session plan spring-matchmaking
  "$counterpoint" session publish spring-matchmaking
} >"$work/sample.log" 2>&1 || { cat "$work/sample.log" >&2; exit 1; }

cd "$console"
export CONSOLE_URL=http://127.0.0.1:$(cat "$work/http")
npm run --silent test:service
CONSOLE_OUTPUT=${CONSOLE_OUTPUT:-../../build/console-pages} \
  npm run --silent journeys -- "$@"
