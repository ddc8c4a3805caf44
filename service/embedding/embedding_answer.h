// The JSON that is exchanged with an embedding server.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace counterpoint::service {

using Vectors = std::vector<std::vector<float>>;

// {"model": m, "input": [texts], "encoding_format": "float"}
std::string EmbeddingRequestBody(const std::string& model, const std::vector<std::string>& texts);

// The vectors of an answer in the order of the texts, from
// {"data": [{"index": i, "embedding": [...]}, ...]}, whatever else it says.
// Each text has exactly one; all have one length, 1 to 4,096 values; all values
// are finite, and not all of a vector 0. Errors: INVALID_ARGUMENT that says
// where the answer is otherwise.
absl::StatusOr<Vectors> ParseEmbeddingAnswer(const std::string& body, std::size_t texts);

}  // namespace counterpoint::service
