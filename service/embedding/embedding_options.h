// How an embedding server is called.
#pragma once

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace counterpoint::service {

struct EmbeddingOptions {
  // "http://HOST:PORT" or "https://HOST", for /v1/embeddings there, or with
  // another path. Empty: there is no embedding server, and nothing else counts.
  std::string url;
  // Sent with each request, and the name under which the vectors are compared:
  // those that callers supply under the same name count as of the same model.
  std::string model;
  // Where the bearer token is: a file, or an environment variable; at most one
  // of them. Without either none is sent.
  std::string token_file;
  std::string token_variable;
  // For connecting, and for the answer to one request.
  absl::Duration connect_timeout = absl::Seconds(2);
  absl::Duration timeout = absl::Seconds(30);
  // How long a search for a typed need waits for its vector before it does
  // without.
  absl::Duration query_budget = absl::Milliseconds(300);
  // Of one request. A text that is longer than a batch goes alone.
  std::size_t max_batch_texts = 64;
  std::size_t max_batch_bytes = 256 << 10;
  // Requests for one batch where it fails in a way that may pass, and the
  // pauses between them: each twice as long as the one before, less a random
  // part of up to a half.
  int attempts = 3;
  absl::Duration first_pause = absl::Milliseconds(200);
  // A server that asks for a longer pause is taken to be away.
  absl::Duration longest_pause = absl::Seconds(10);
  // Pauses between attempts while the server is away: the first, doubling up to
  // the longest.
  absl::Duration first_absence = absl::Seconds(1);
  absl::Duration longest_absence = absl::Minutes(1);
  // Memory for vectors that were used last.
  std::size_t memory_bytes = 64 << 20;
};

// Where requests go.
struct EmbeddingEndpoint {
  std::string server;  // Scheme, host and port.
  std::string path;    // Begins with a slash.
};
// Errors: INVALID_ARGUMENT.
absl::StatusOr<EmbeddingEndpoint> ParseEmbeddingUrl(const std::string& url);

// Errors: INVALID_ARGUMENT that says of each wrong option what it must be.
absl::Status CheckEmbeddingOptions(const EmbeddingOptions& options);

// The bearer token, without white space around it; empty where none is named.
// Errors: INVALID_ARGUMENT where there is none in the place that is named.
absl::StatusOr<std::string> ReadEmbeddingToken(const EmbeddingOptions& options);

}  // namespace counterpoint::service
