#!/usr/bin/env bash
# Installs the Debian packages that are missing: those to build and run, and
# with `--tests` those that the tests need too. Quick where nothing is missing.
set -euo pipefail

packages=(
  ca-certificates cmake coinor-libcbc-dev g++ make ninja-build pkg-config
  libabsl-dev libboost-dev libcadical-dev libcli11-dev libcpp-httplib-dev libdnnl-dev libeigen3-dev libgrpc++-dev
  libical-dev libicu-dev libjemalloc-dev liblemon-dev libprotobuf-dev librhonabwy-dev librocksdb-dev libspdlog-dev
  libssl-dev libstemmer-dev libsystemd-dev zlib1g-dev
  nlohmann-json3-dev prometheus-cpp-dev protobuf-compiler protobuf-compiler-grpc tzdata
  ocl-icd-opencl-dev  # What CMake asks for with libdnnl-dev, which only recommends it.
)
if [[ "${1:-}" == --tests ]]; then
  # The fonts are for pictures of the console, half of which is Chinese.
  packages+=(ccache clang-16 fonts-noto-cjk libbenchmark-dev libclang-rt-16-dev libgmock-dev libgtest-dev)
fi

# For the console; somebody's own Node.js or browser does as well.
command -v npm >/dev/null || packages+=(nodejs npm)
if [[ "${1:-}" == --tests ]] && ! command -v chromium >/dev/null; then packages+=(chromium); fi

missing=()
for package in "${packages[@]}"; do
  state=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
  [[ "$state" == installed ]] || missing+=("$package")
done
[[ ${#missing[@]} -gt 0 ]] || exit 0

echo "Installing ${missing[*]}"
as_root=()
if [[ $(id -u) -ne 0 ]]; then
  if ! command -v sudo >/dev/null; then
    echo "Neither root nor sudo here. Have these packages installed, then run this again." >&2
    exit 1
  fi
  as_root=(sudo)
fi
"${as_root[@]}" apt-get update --quiet
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
  apt-get install --yes --quiet --no-install-recommends "${missing[@]}"
