// What an embedding server answers: vectors as they are promised, or what is wrong.
#include <cmath>
#include <cstdint>
#include <string>

#include "service/embedding/embedding_answer.h"
#include "tests/fuzz/byte_source.h"
#include "tests/fuzz/require.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace counterpoint;
  using fuzz::Require;
  fuzz::ByteSource source(data, size);
  const std::size_t texts = source.Below(4);
  const auto vectors = service::ParseEmbeddingAnswer(std::string(source.rest()), texts);
  if (!vectors.ok()) {
    fuzz::RequireNamed(vectors.status(), absl::StatusCode::kInvalidArgument, "a bad answer");
    return 0;
  }
  Require(vectors->size() == texts, "each text has a vector");
  for (const auto& vector : *vectors) {
    Require(vector.size() == vectors->front().size() && !vector.empty() && vector.size() <= 4096,
            "vectors have one length");
    float largest = 0;
    for (const float value : vector) {
      Require(std::isfinite(value), "values are finite");
      largest = std::max(largest, std::abs(value));
    }
    Require(largest > 0, "a vector is not 0");
  }
  return 0;
}
