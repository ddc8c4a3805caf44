#!/usr/bin/env bash
# Builds the staff console into clients/console/dist. Where there is no Node.js
# it says so and leaves the service to run without it.
set -euo pipefail
cd "$(dirname "$0")"

major=$(node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/' || true)
if [[ -z "$major" || "$major" -lt 18 ]] || ! command -v npm >/dev/null; then
  echo "The staff console is not built: it needs Node.js 18 or newer and npm (Debian: nodejs npm)." >&2
  exit 0
fi

# What was installed, generated and built last is kept while its sources stay.
stamp() {
  cat package-lock.json package.json ./*.sh ./*.ts ./*.mjs index.html \
    ../../proto/counterpoint/*/*.proto $(find src -type f -not -path 'src/gen/*' | sort) | sha256sum
}
if [[ -f dist/index.html && "$(cat dist/.stamp 2>/dev/null)" == "$(stamp)" ]]; then exit 0; fi
if [[ ! -f node_modules/.package-lock.json || package-lock.json -nt node_modules/.package-lock.json ]]; then
  npm ci --no-audit --no-fund --loglevel=error
fi
npm run --silent generate
# The build names the components that pages use, which the check has to know.
npm run --silent build
npm run --silent check
stamp >dist/.stamp
