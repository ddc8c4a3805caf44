// Derived data beside the records: damaged bytes are refused, and what can be read is of use
// and is written as it was.
#include <cstdint>
#include <memory>
#include <string>

#include "matching/features/member_features.h"
#include "matching/features/text_model.h"
#include "tests/fuzz/require.h"

namespace counterpoint::matching {
namespace {

using fuzz::Require;
using fuzz::RequireNamed;

std::shared_ptr<const Thesaurus> Topics() {
  static const auto* const kTopics = new std::shared_ptr<const Thesaurus>(
      *Thesaurus::Make({{"arts", {}, {"arts"}, ""}, {"music", {}, {"music"}, "arts"}}));
  return *kTopics;
}

void CheckTexts(absl::string_view bytes) {
  const auto texts = DecodeTexts(*Topics(), bytes);
  if (!texts.ok()) {
    return RequireNamed(texts.status(), absl::StatusCode::kDataLoss, "damaged texts");
  }
  Require(EncodeTexts(*Topics(), *texts) == bytes, "texts are written as they were");
}

void CheckModel(absl::string_view bytes) {
  const auto model = TextModel::Decode(Topics(), bytes);
  if (!model.ok()) {
    return RequireNamed(model.status(), absl::StatusCode::kDataLoss, "a damaged model");
  }
  const std::string written = (*model)->Encode();
  const auto again = TextModel::Decode(Topics(), written);
  Require(again.ok() && (*again)->Encode() == written, "a model is written as it was");
  TextFeatures text;
  for (const TermId term : {TermId{1}, TermId{2}, TermId{300}}) {
    text.terms.push_back(term);
    text.counts.push_back(1);
    text.surfaces += "a";
    text.surface_ends.push_back(static_cast<std::uint32_t>(text.surfaces.size()));
  }
  const WeightedText weighted = (*model)->Weigh(text);
  Require(weighted.latent.size() == (*model)->latent_dimensions(), "a text has all dimensions");
}

}  // namespace
}  // namespace counterpoint::matching

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  counterpoint::matching::CheckTexts(bytes);
  counterpoint::matching::CheckModel(bytes);
  return 0;
}
