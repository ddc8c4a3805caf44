#!/usr/bin/env bash
# Journeys through the staff console: builds and installs it, starts services of its own
# on loopback, one with the sample alliance and one that asks for tokens and lets a caller
# ask for little, and drives a browser. Pictures of the pages are kept in
# build/console-pages. Leaves with 0 and a remark where Node.js or Chromium is missing.
#   tests/console/run.sh [JOURNEY]    e.g. "refresh", or "pages"
set -euo pipefail
cd "$(dirname "$0")/../.."
# Whole paths: journeys run in another folder.
bin=$(realpath "${COUNTERPOINT_BIN:-build/release}")
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
servers=()
stop() {
  if [[ ${#servers[@]} -gt 0 ]]; then
    kill "${servers[@]}" 2>/dev/null || true
    wait "${servers[@]}" 2>/dev/null || true
  fi
  rm -rf "$work"
}
trap stop EXIT

# As it is installed: the program finds the console by itself.
cmake --install "$bin" --component console --prefix "$work/installed" >"$work/install.log"
mkdir "$work/installed/bin"
cp "$counterpointd" "$work/installed/bin/"

# Serves data of its own: serve NAME [OPTION]...
serve() {
  local name=$1
  shift
  "$work/installed/bin/counterpointd" serve --data "$work/$name" --listen 127.0.0.1:0 \
    --port-file "$work/$name.port" --http-listen 127.0.0.1:0 --http-port-file "$work/$name.http" \
    --log-level warning "$@" >"$work/$name.log" 2>&1 &
  servers+=($!)
  while [[ ! -s "$work/$name.port" || ! -s "$work/$name.http" ]]; do
    kill -0 "${servers[-1]}" 2>/dev/null || { cat "$work/$name.log" >&2; exit 1; }
    sleep 0.05
  done
}
serve open

# Tokens: one to look around with, one that a journey revokes.
token() { "$counterpointd" token create --tokens "$work/tokens" --role staff --alliance guarded "$@"; }
"$counterpointd" token create --tokens "$work/tokens" --role administrator >"$work/all.token"
token >"$work/staff.token"
token --id leaving >"$work/leaving.token"
"$counterpointd" token create --tokens "$work/tokens" --role reader --alliance guarded >"$work/reader.token"
cat >"$work/guarded.conf" <<'CONF'
caller_limits { units_per_second: 100 burst_units: 500 }
CONF
serve guarded --config "$work/guarded.conf" --tokens "$work/tokens"
guarded=(env COUNTERPOINT_ALLIANCE=guarded "$counterpoint" --server "127.0.0.1:$(cat "$work/guarded.port")"
  --token-file "$work/all.token")
{
  "${guarded[@]}" alliance create guarded --name "Guarded" --name "有门禁的联盟"
  "${guarded[@]}" member create wind --kind creator --name "North Wind" --need "寻找展厅" --region CN-SH
} >"$work/guarded.sample.log" 2>&1 || { cat "$work/guarded.sample.log" >&2; exit 1; }

export COUNTERPOINT_SERVER=127.0.0.1:$(cat "$work/open.port") COUNTERPOINT_ALLIANCE=shanghai-digital-culture
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
  # The same members once more, with answers that a policy can be learnt from.
  sed 's#alliances/shanghai-digital-culture/#alliances/learning/#g' "$sample/members.jsonl" \
    >"$work/learning.jsonl"
  learning=(env COUNTERPOINT_ALLIANCE=learning "$counterpoint")
  "${learning[@]}" alliance create learning --file "$sample/alliance.json" --quiet
  "${learning[@]}" import "$work/learning.jsonl"
  sleep 1
  "${learning[@]}" refresh
  CONSOLE_URL=http://127.0.0.1:$(cat "$work/open.http") node "$console/journeys/answers.mjs" learning
} >"$work/sample.log" 2>&1 || { cat "$work/sample.log" >&2; exit 1; }

cd "$console"
export CONSOLE_URL=http://127.0.0.1:$(cat "$work/open.http")
npm run --silent test:service
export GUARDED_URL=http://127.0.0.1:$(cat "$work/guarded.http")
GUARDED_TOKEN=$(cat "$work/staff.token")
LEAVING_TOKEN=$(cat "$work/leaving.token")
READER_TOKEN=$(cat "$work/reader.token")
export GUARDED_TOKEN LEAVING_TOKEN READER_TOKEN
export GUARDED_REVOKE="$counterpointd token revoke --tokens $work/tokens leaving"
CONSOLE_OUTPUT=${CONSOLE_OUTPUT:-../../build/console-pages} \
  npm run --silent journeys -- "$@"
