#!/usr/bin/env sh
# Makes src/gen, the messages and service descriptions of the protos.
set -eu
cd "$(dirname "$0")"
rm -rf src/gen
mkdir -p src/gen
protoc -I ../../proto --plugin=protoc-gen-es=node_modules/.bin/protoc-gen-es \
  --es_out=src/gen --es_opt=target=ts \
  ../../proto/counterpoint/v1/*.proto ../../proto/counterpoint/rpc/status.proto
