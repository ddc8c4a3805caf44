#!/usr/bin/env bash
# Builds fuzz targets with libFuzzer, runs what is stored for them, and fuzzes on; or sends
# generated requests of all RPCs to a sanitized server.
set -euo pipefail

usage() {
  cat <<TEXT
Usage: tests/fuzz/run.sh [--total SECONDS | --each SECONDS] [--keep] [TARGET...]
       tests/fuzz/run.sh --rpc REQUESTS [SEED]

  TARGET...        those to run, "csv_fuzz"; all of parsers where none is named.
                   "rpc_fuzz", requests of all RPCs, compiles the whole service by clang
  --total SECONDS  so long in total after their corpora, shared out equally (120); as many
                   targets run at a time as there are cores
  --each SECONDS   so long for each
  --keep           put what reached further into tests/fuzz/corpus, as little as does
  --rpc REQUESTS   so many generated requests, without coverage, to a server under ASan
                   and UBSan, from a seed of the moment unless one is given; compiles the
                   whole service by GCC

A finding ends the run with the file that made it and the command that repeats it.
TEXT
}

total=120
each=
keep=
rpc=
targets=()
while [[ $# -gt 0 ]]; do
  case "$1" in
    --total) total=$2; each=; shift 2 ;;
    --each) each=$2; shift 2 ;;
    --rpc) rpc=$2; shift 2; seed=${1:-$(date +%s)}; break ;;
    --keep) keep=yes; shift ;;
    -h | --help) usage; exit 0 ;;
    -*) usage >&2; exit 2 ;;
    *) targets+=("$1"); shift ;;
  esac
done

cd "$(dirname "$0")/../.."
jobs=${JOBS:-$(nproc)}
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1
export ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1:detect_leaks=0
export UBSAN_OPTIONS=print_stacktrace=1

if [[ -n $rpc ]]; then
  mkdir -p build
  cmake --preset asan -DCOUNTERPOINT_TESTS=ON >build/asan.configure.log 2>&1 ||
    { cat build/asan.configure.log; exit 1; }
  cmake --build --preset asan --parallel "$jobs" --target generated_requests_test
  echo "Seed $seed"
  exec build/asan/tests/fuzz/generated_requests_test tests/fuzz/corpus/rpc "$rpc" "$seed"
fi

build=$PWD/build/fuzz
mkdir -p "$build"
cmake --preset fuzz -DCOUNTERPOINT_TESTS=ON >"$build.configure.log" 2>&1 ||
  { cat "$build.configure.log"; exit 1; }
if [[ ${#targets[@]} -eq 0 ]]; then
  wanted=(parser_fuzz)
  for source in tests/fuzz/*_fuzz.cc; do
    name=$(basename "$source" .cc)
    targets+=("$name")
  done
else
  wanted=("${targets[@]}")
fi
cmake --build --preset fuzz --parallel "$jobs" --target "${wanted[@]}" |
  { grep -vE '^\[[0-9]+/[0-9]+\] (Building|Linking|Generating|Embedding)' || true; }

seconds=${each:-$(((total + ${#targets[@]} - 1) / ${#targets[@]}))}

# Executions of a target's last run.
runs_of() { sed -n 's/^stat::number_of_executed_units: *//p' "$build/$1.log"; }

# one TARGET
one() {
  local name=$1 program=$build/tests/fuzz/$1 corpus=tests/fuzz/corpus/$1
  local found=$build/found/$1 findings=$build/findings/$1 log=$build/$1.log
  # The largest input: beyond it only more of the same.
  local options=(-max_len=4096 -timeout=30 -rss_limit_mb=4096 -print_final_stats=1
                 "-artifact_prefix=$findings/")
  [[ ! -f tests/fuzz/dictionaries/$name.dict ]] ||
    options+=("-dict=tests/fuzz/dictionaries/$name.dict")
  # What a server holds makes any input a new one: short ones would never be done with.
  [[ $name != rpc_fuzz ]] || options+=(-len_control=0)
  mkdir -p "$found" "$findings" "$corpus"
  if ! "$program" "${options[@]}" -max_total_time="$seconds" "$found" "$corpus" \
       >"$log" 2>&1; then
    tail -n 60 "$log" | cut -c 1-500
    local input
    input=$(grep -oE "$findings/[a-z]+-[0-9a-f]+" "$log" | tail -n 1)
    printf '\n%s: a finding. To repeat it:\n  %s %s\n' "$name" "$program" "${input:-(no file)}" >&2
    return 1
  fi
  printf '%-24s %10d executions in %d s\n' "$name" "$(runs_of "$name")" "$seconds"
  if [[ -n $keep ]]; then
    local merged=$build/merged/$name
    rm -rf "$merged"
    mkdir -p "$merged"
    "$program" "${options[@]}" -merge=1 -max_len=1000 "$merged" "$corpus" "$found" >"$log.merge" 2>&1
    rm -rf "$corpus"
    cp -r "$merged" "$corpus"
  fi
}

pids=()
for name in "${targets[@]}"; do
  while [[ $(jobs -rp | wc -l) -ge $jobs ]]; do sleep 0.1; done
  one "$name" &
  pids+=($!)
done
failed=()
executions=0
for i in "${!targets[@]}"; do
  name=${targets[i]}
  if wait "${pids[i]}"; then
    executions=$((executions + $(runs_of "$name")))
  else
    failed+=("$name")
  fi
done
printf '%-24s %10d executions\n' total "$executions"
[[ ${#failed[@]} -eq 0 ]] || { echo "Findings in: ${failed[*]}" >&2; exit 1; }
