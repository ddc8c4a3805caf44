#include "service/embedding/embedding_answer.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"

namespace counterpoint::service {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxValues = 4096;

template <typename... Pieces>
absl::Status Wrong(const Pieces&... pieces) {
  return absl::InvalidArgumentError(absl::StrCat(pieces...));
}

absl::StatusOr<std::vector<float>> ParseVector(const json& values, const std::string& at) {
  if (!values.is_array() || values.empty() || values.size() > kMaxValues) {
    return Wrong(at, " is no list of 1 to ", kMaxValues, " numbers");
  }
  std::vector<float> vector;
  vector.reserve(values.size());
  for (const json& value : values) {
    const float number = value.is_number() ? value.get<float>() : NAN;
    if (!std::isfinite(number)) return Wrong(at, "[", vector.size(), "] is no finite number");
    vector.push_back(number);
  }
  if (std::all_of(vector.begin(), vector.end(), [](float value) { return value == 0; })) {
    return Wrong(at, " is 0 throughout");
  }
  return vector;
}

}  // namespace

std::string EmbeddingRequestBody(const std::string& model, const std::vector<std::string>& texts) {
  const json body = {{"model", model}, {"input", texts}, {"encoding_format", "float"}};
  return body.dump(-1, ' ', false, json::error_handler_t::replace);
}

absl::StatusOr<Vectors> ParseEmbeddingAnswer(const std::string& body, std::size_t texts) {
  const json answer = json::parse(body, nullptr, /*allow_exceptions=*/false);
  if (answer.is_discarded()) return Wrong("it is no JSON");
  const auto data = answer.is_object() ? answer.find("data") : answer.end();
  if (!answer.is_object() || data == answer.end() || !data->is_array()) {
    return Wrong("it has no list \"data\"");
  }
  if (data->size() != texts) {
    return Wrong("\"data\" has ", data->size(), " entries for ", texts, " texts");
  }
  Vectors vectors(texts);
  for (std::size_t i = 0; i < texts; ++i) {
    const json& entry = (*data)[i];
    const std::string at = absl::StrCat("data[", i, "]");
    if (!entry.is_object() || !entry.contains("embedding")) return Wrong(at, " has no embedding");
    const auto index = entry.find("index");
    if (index == entry.end() || !index->is_number_unsigned() ||
        index->get<std::uint64_t>() >= texts) {
      return Wrong(at, ".index is none of a text");
    }
    std::vector<float>& vector = vectors[index->get<std::size_t>()];
    if (!vector.empty()) return Wrong(at, ".index is there twice");
    auto parsed = ParseVector(entry["embedding"], at + ".embedding");
    if (!parsed.ok()) return parsed.status();
    vector = *std::move(parsed);
  }
  for (const auto& vector : vectors) {
    if (vector.size() != vectors[0].size()) {
      return Wrong("its vectors have ", vectors[0].size(), " and ", vector.size(), " values");
    }
  }
  return vectors;
}

}  // namespace counterpoint::service
