#!/usr/bin/env bash
# Builds Counterpoint and its console, starts it with the sample alliance, and shows
# what it recommends, how it refreshes stored lists, and how it plans a session.
set -euo pipefail

usage() {
  cat <<TEXT
Usage: clients/demo.sh [--once] [--data DIR] [--listen HOST:PORT]

Installs the packages that are missing, builds, starts counterpointd on
loopback, imports the sample alliance, prints partners with reasons, makes
everybody's recommendations, and plans a matchmaking session of 40 members. Then
the service stays up until Ctrl-C, with the console at the address that is printed;
with --once, or where standard output is no terminal, it stops after printing.

  --data DIR          where the data is kept (build/demo-data)
  --listen HOST:PORT  where to serve (127.0.0.1:7411; a free port if that is taken)
  --http HOST:PORT    where to serve HTTP and the console (127.0.0.1:7412; likewise)
TEXT
}

cd "$(dirname "$0")/.."
once=
data=build/demo-data
listen=
http=
[[ -t 1 ]] || once=yes
while [[ $# -gt 0 ]]; do
  case "$1" in
    --once) once=yes ;;
    --data) data=${2:?--data needs a directory}; shift ;;
    --listen) listen=${2:?--listen needs HOST:PORT}; shift ;;
    --http) http=${2:?--http needs HOST:PORT}; shift ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
  shift
done

clients/install_packages.sh
mkdir -p build
if ! cmake --preset release -DCOUNTERPOINT_TESTS=OFF >build/demo.configure.log 2>&1; then
  cat build/demo.configure.log >&2
  exit 1
fi
echo "Building (the first time takes some minutes)"
cmake --build --preset release --target counterpointd counterpoint |
  { grep -vE "Building|Linking|Generating|Embedding|Re-checking|no work to do" || true; }

clients/console/build.sh
console=()
[[ ! -f clients/console/dist/index.html ]] || console=(--console clients/console/dist)

bin=build/release
port_file=$(mktemp)
http_port_file=$(mktemp)
log=build/demo.log
server=
stop() {
  if [[ -n "$server" ]]; then kill "$server" 2>/dev/null && wait "$server" || true; fi
  rm -f "$port_file" "$http_port_file"
}
trap stop EXIT
trap 'exit 0' INT TERM

# start HOST:PORT HOST:PORT: true once the service is there.
start() {
  : >"$port_file"
  : >"$http_port_file"
  "$bin/service/counterpointd" serve --data "$data" --listen "$1" --port-file "$port_file" \
    --http-listen "$2" --http-port-file "$http_port_file" "${console[@]}" >"$log" 2>&1 &
  server=$!
  while [[ ! -s "$port_file" || ! -s "$http_port_file" ]]; do
    kill -0 "$server" 2>/dev/null || return 1
    sleep 0.05
  done
}
start "${listen:-127.0.0.1:7411}" "${http:-127.0.0.1:7412}" ||
  start "${listen:-127.0.0.1:0}" "${http:-127.0.0.1:0}" ||
  { cat "$log" >&2; exit 1; }

export COUNTERPOINT_SERVER=${listen:+${listen%:*}:}
COUNTERPOINT_SERVER=${COUNTERPOINT_SERVER:-127.0.0.1:}$(cat "$port_file")
export COUNTERPOINT_ALLIANCE=shanghai-digital-culture
counterpoint() { "$bin/clients/cli/counterpoint" "$@"; }
show() {
  printf '\n$ counterpoint'
  printf ' %s' "${@@Q}" | sed "s/'\([a-z0-9/.-]*\)'/\1/g"
  printf '\n'
  counterpoint "$@"
}

sample=clients/sample
counterpoint alliance get "$COUNTERPOINT_ALLIANCE" --quiet >/dev/null 2>&1 ||
  counterpoint alliance create "$COUNTERPOINT_ALLIANCE" --file "$sample/alliance.json" --quiet >/dev/null
echo "The sample alliance, its 96 members and what they have done together are invented."
show import "$sample/members.jsonl"
show interaction import "$sample/partnerships.csv"
sleep 1  # Matching sees a change within a second.
show recommend xuanpo-games --limit 3 --explain --language zh
show recommend shuzhou-museum --limit 3 --explain --language zh
show recommend wickenmere-games --limit 3 --explain --language en
show recommend maplecairn-capital --limit 3 --language en
show match --need "为开放世界游戏寻找能随剧情变化的原创配乐" --limit 3 --language zh
show match --need "motion capture for a virtual singer's live show" --limit 3 --language en
show explain wickenmere-games yunquan-conservatory --language en
show why-not wickenmere-games orrisdale-music --language en
show refresh --language en
show recommendations list shuzhou-museum --limit 3 --language zh
show ledger --language en
if ! counterpoint session get spring-matchmaking --quiet >/dev/null 2>&1; then
  show session create --file "$sample/session.json" --language en
  show session import spring-matchmaking "$sample/participants.csv"
  show session plan spring-matchmaking --language en
  show session publish spring-matchmaking --quiet
fi
show session show spring-matchmaking --participant liutuo-park --language zh
show session repair spring-matchmaking --no-show liutuo-park --dry-run --language en

http_host=${http%:*}
http_address=http://${http_host:-127.0.0.1}:$(cat "$http_port_file")
echo
if [[ ${#console[@]} -gt 0 ]]; then
  echo "The console for staff: $http_address/"
else
  echo "Without the console, which Node.js 18 builds: $http_address answers HTTP and JSON alone."
fi
cat <<TEXT

counterpointd serves at $COUNTERPOINT_SERVER, its data is in $data, its log in $log. Try
  export COUNTERPOINT_SERVER=$COUNTERPOINT_SERVER COUNTERPOINT_ALLIANCE=$COUNTERPOINT_ALLIANCE
  $bin/clients/cli/counterpoint member list
  $bin/clients/cli/counterpoint session agenda spring-matchmaking --format html --language zh > agendas.html
  $bin/clients/cli/counterpoint --help
TEXT
if [[ -z "$once" ]]; then
  echo "Ctrl-C stops it."
  wait "$server"
fi
