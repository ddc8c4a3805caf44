#!/usr/bin/env bash
# Installs what the tests need, builds, and runs the tests.
set -euo pipefail

usage() {
  cat <<TEXT
Usage: tests/run.sh [--quick | --full | --long | --fuzz]

  (nothing)  all tests in a Release build and the console's, then those that stress
             memory and threads most under the sanitizers, and two minutes of fuzzing
             parsers
  --quick    only the Release build, its tests and the console's
  --full     all tests under every sanitizer too, and a clang build that checks
             every lock (over an hour on two cores)
  --long     only the tests that take long, in a Release build
  --fuzz     an hour of fuzzing in total, parsers and requests of all RPCs, and 50,000
             generated requests to a server under ASan and UBSan; compiles the service
             twice (well over an hour on two cores; see tests/fuzz/run.sh)
TEXT
}

mode=default
case "${1:-}" in
  "") ;;
  --quick | --full | --long | --fuzz) mode=${1#--} ;;
  -h | --help) usage; exit 0 ;;
  *) usage >&2; exit 2 ;;
esac

cd "$(dirname "$0")/.."
clients/install_packages.sh --tests

jobs=$(nproc)
started=$SECONDS
step() { printf '\n== %s (%d s so far)\n' "$*" $((SECONDS - started)); }

# build PRESET [target...]
build() {
  local preset=$1
  shift
  cmake --preset "$preset" -DCOUNTERPOINT_TESTS=ON >"build/$preset.configure.log" 2>&1 ||
    { cat "build/$preset.configure.log"; return 1; }
  cmake --build --preset "$preset" --parallel "$jobs" ${1:+--target "$@"} 2>&1 |
    { grep -vE '^\[[0-9]+/[0-9]+\] (Building|Linking|Generating|Embedding)' || true; }
}

# run PRESET [ctest argument...]
run() {
  local preset=$1
  shift
  ctest --test-dir "build/$preset" --output-on-failure --parallel "$jobs" "$@"
}

# The same sources in another folder are the same to the compiler cache.
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1
export ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1
export LSAN_OPTIONS="suppressions=$PWD/tests/lsan.supp print_suppressions=0"
export UBSAN_OPTIONS=print_stacktrace=1
export TSAN_OPTIONS="suppressions=$PWD/tests/tsan.supp history_size=4"

mkdir -p build
if [[ $mode == fuzz ]]; then
  step "Fuzzing"
  tests/fuzz/run.sh --total 2400
  tests/fuzz/run.sh --total 1200 rpc_fuzz
  step "Generated requests"
  exec tests/fuzz/run.sh --rpc 50000
fi
step "Release build"
build release
if [[ $mode == long ]]; then
  step "Long tests"
  run release --label-regex long
  exit
fi
step "Tests"
run release --label-exclude long
step "Console"
tests/console/run.sh
[[ $mode != quick ]] || exit 0

if [[ $mode == full ]]; then
  for preset in asan tsan; do
    step "All tests under $preset"
    build "$preset"
    run "$preset" --label-exclude long
  done
  step "clang, with the analysis of locks as errors"
  build clang counterpointd counterpoint
else
  # Under ASan and UBSan matching and storage; under TSan what shares state
  # between threads. Building the whole three times would take CI too long.
  step "Tests of matching and storage under asan"
  build asan sanitized_memory
  run asan --label-regex memory --label-exclude long
  step "Tests of concurrency under tsan"
  build tsan sanitized_threads
  run tsan --label-regex threads --label-exclude long
fi
step "Fuzzing of parsers"
tests/fuzz/run.sh --total 120
step "Done"
