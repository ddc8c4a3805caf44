// The kept form of a text model: see TextModel::Encode.
#include <utility>

#include "absl/algorithm/container.h"
#include "matching/features/byte_stream.h"
#include "matching/features/text_model.h"

namespace counterpoint::matching {

std::string TextModel::Encode() const {
  ByteWriter out;
  out.Put(static_cast<std::uint64_t>(members_));
  out.Put(texts_);
  out.Put(latent_trust_);
  // In order, so that equal models are equal bytes.
  std::vector<std::pair<TermId, TermEntry>> terms(terms_.begin(), terms_.end());
  absl::c_sort(terms, [](const auto& a, const auto& b) { return a.first < b.first; });
  out.Put(static_cast<std::uint32_t>(terms.size()));
  for (const auto& [term, entry] : terms) {
    out.Put(term);
    out.Put(entry.frequency);
    out.Put(entry.projection_row);
  }
  out.PutAll(topic_frequency_.data(), topic_frequency_.size());
  out.Put(static_cast<std::int32_t>(projection_.cols()));
  out.PutAll(projection_.data(), static_cast<std::size_t>(projection_.size()));
  return out.Take();
}

absl::StatusOr<std::shared_ptr<const TextModel>> TextModel::Decode(
    std::shared_ptr<const Thesaurus> thesaurus, absl::string_view bytes) {
  const absl::Status damaged = absl::DataLossError("the kept text model is damaged");
  ByteReader in(bytes);
  auto model = std::shared_ptr<TextModel>(new TextModel);
  model->members_ = in.Get<std::uint64_t>();
  model->texts_ = in.Get<std::uint32_t>();
  model->latent_trust_ = in.Get<double>();
  const auto terms = in.Get<std::uint32_t>();
  std::int32_t last_row = -1;
  for (std::uint32_t i = 0; i < terms && !in.failed(); ++i) {
    const auto term = in.Get<TermId>();
    TermEntry entry;
    entry.frequency = in.Get<std::uint32_t>();
    entry.projection_row = in.Get<std::int32_t>();
    last_row = std::max(last_row, entry.projection_row);
    model->terms_.emplace(term, entry);
  }
  in.GetAll(model->topic_frequency_);
  const auto dimensions = in.Get<std::int32_t>();
  std::vector<float> values;
  in.GetAll(values);
  if (!in.Complete() || dimensions < 0 || model->topic_frequency_.size() != thesaurus->size()) {
    return damaged;
  }
  const std::size_t rows =
      dimensions == 0 ? 0 : values.size() / static_cast<std::size_t>(dimensions);
  // Dimensions without rows would be bounded by no bytes.
  if ((rows == 0 && dimensions > 0) ||
      rows * static_cast<std::size_t>(dimensions) != values.size() ||
      last_row >= static_cast<std::int32_t>(rows)) {
    return damaged;
  }
  model->FindRarities();
  model->projection_ = Eigen::Map<const decltype(model->projection_)>(
      values.data(), static_cast<Eigen::Index>(rows), dimensions);
  model->thesaurus_ = std::move(thesaurus);
  return model;
}

}  // namespace counterpoint::matching
