// The kept form of analysed texts: see EncodeTexts in member_features.h.
#include <algorithm>
#include <utility>

#include "matching/features/byte_stream.h"
#include "matching/features/member_features.h"

namespace counterpoint::matching {
namespace {

bool WellFormed(const TextFeatures& text) {
  return text.counts.size() == text.terms.size() && text.surface_ends.size() == text.terms.size() &&
         std::is_sorted(text.surface_ends.begin(), text.surface_ends.end()) &&
         (text.surface_ends.empty() || text.surface_ends.back() == text.surfaces.size());
}

}  // namespace

std::string EncodeTexts(const Thesaurus& thesaurus, const MemberTexts& texts) {
  ByteWriter out;
  out.Put(static_cast<std::uint32_t>(texts.size()));
  for (const TextFeatures& text : texts) {
    out.PutAll(text.terms.data(), text.terms.size());
    out.PutAll(text.counts.data(), text.counts.size());
    out.PutAll(text.surface_ends.data(), text.surface_ends.size());
    out.PutAll(text.surfaces);
    out.Put(static_cast<std::uint32_t>(text.topics.size()));
    for (const TopicWeight& topic : text.topics) {
      out.PutAll(thesaurus.topic(topic.topic).id);
      out.Put(topic.weight);
    }
  }
  return out.Take();
}

absl::StatusOr<MemberTexts> DecodeTexts(const Thesaurus& thesaurus, absl::string_view bytes) {
  const absl::Status damaged = absl::DataLossError("kept texts are damaged");
  ByteReader in(bytes);
  const auto count = in.Get<std::uint32_t>();
  MemberTexts texts;
  for (std::uint32_t i = 0; i < count && !in.failed(); ++i) {
    TextFeatures text;
    in.GetAll(text.terms);
    in.GetAll(text.counts);
    in.GetAll(text.surface_ends);
    in.GetAll(text.surfaces);
    const auto topics = in.Get<std::uint32_t>();
    for (std::uint32_t t = 0; t < topics && !in.failed(); ++t) {
      std::string id;
      in.GetAll(id);
      const auto weight = in.Get<float>();
      const auto topic = thesaurus.Find(id);
      if (!topic) return absl::DataLossError("kept texts name an unknown topic");
      text.topics.push_back({*topic, weight});
    }
    if (!WellFormed(text)) return damaged;
    texts.push_back(std::move(text));
  }
  if (!in.Complete()) return damaged;
  return texts;
}

}  // namespace counterpoint::matching
