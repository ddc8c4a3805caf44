#include "matching/refresh/similarity_bound.h"

#include <algorithm>

namespace counterpoint::matching {
namespace {

// Twice the unit roundoff of single precision for each step of two sums, the exact
// one's and ours (Higham, "Accuracy and Stability of Numerical Algorithms", 2002,
// section 3.1, with room to spare): of sums of products without a sign relative to
// the sum, else to the product of the lengths of the two vectors, which is 1.
constexpr float RoundingOf(std::size_t terms) {
  constexpr float kRoundoff = 1.0F / (1 << 24);
  return 4 * kRoundoff * static_cast<float>(terms + 8);
}

// More entries than any text has keys that two texts share.
constexpr std::size_t kMostShared = 4096;

}  // namespace

RowFactors::RowFactors(const TextBlock& rows, Arithmetic arithmetic)
    : block(rows), head(rows.HeadRows(), arithmetic), latent(rows.LatentRows(), arithmetic) {}

SimilarityBound::SimilarityBound(const BlockPlan& plan, const TextWeights& weights,
                                 Arithmetic arithmetic)
    : mix_(MixWeightsOf(weights, plan.texts.model(), false)),
      embedded_mix_(MixWeightsOf(weights, plan.texts.model(), true)),
      foreign_topics_(weights.topics > 0 ? kForeignTopics : 0),
      head_product_(BlockProduct::Make(arithmetic)),
      latent_product_(BlockProduct::Make(arithmetic)),
      ranges_(plan.texts.keys()) {}

void SimilarityBound::SetColumns(const TextBlock& columns) {
  if (columns_ != nullptr) {
    for (const std::uint32_t key : columns_->tail_keys()) ranges_[key] = {};
  }
  columns_ = &columns;
  columns.FillHead(head_);
  columns.FillLatent(latent_);
  head_product_->SetColumns(head_);
  latent_product_->SetColumns(latent_);
  const std::vector<std::uint32_t>& keys = columns.tail_keys();
  for (std::size_t i = 0; i < keys.size(); ++i) {
    ranges_[keys[i]] = {columns.tail_first()[i], columns.tail_first()[i + 1]};
  }
  embeddings_.clear();
  for (const auto& [key, of_key] : columns.embeddings()) {
    ColumnEmbeddings& embeddings = embeddings_[key];
    embeddings.vectors.resize(static_cast<Eigen::Index>(of_key.length),
                              static_cast<Eigen::Index>(of_key.vectors.size()));
    for (std::size_t i = 0; i < of_key.vectors.size(); ++i) {
      embeddings.columns.push_back(of_key.vectors[i].column);
      std::copy_n(of_key.vectors[i].values, of_key.length,
                  embeddings.vectors.col(static_cast<Eigen::Index>(i)).data());
    }
  }
}

std::int64_t SimilarityBound::Compare(const RowFactors& rows, std::size_t begin, std::size_t end) {
  rows_ = &rows;
  begin_ = begin;
  end_ = end;
  const std::int64_t multiplications = Multiply();
  for (std::size_t row = begin; row < end; ++row) Bound(row);
  return multiplications;
}

std::int64_t SimilarityBound::Multiply() {
  const auto count = static_cast<Eigen::Index>(end_ - begin_);
  const auto columns = static_cast<Eigen::Index>(columns_->columns());
  if (head_.rows() > 0) {
    head_product_->Multiply(rows_->head, begin_, end_, said_);
  } else {
    said_.setZero(count, columns);
  }
  if (latent_.rows() > 0) {
    latent_product_->Multiply(rows_->latent, begin_, end_, latents_);
  } else {
    latents_.setZero(count, columns);
  }
  any_embedding_ = false;
  return count * columns * (head_.rows() + latent_.rows()) +
         (embeddings_.empty() ? 0 : MultiplyEmbeddings());
}

std::int64_t SimilarityBound::MultiplyEmbeddings() {
  std::int64_t multiplications = 0;
  for (const auto& [key, of_rows] : rows_->block.embeddings()) {
    const auto of_columns = embeddings_.find(key);
    if (of_columns == embeddings_.end()) continue;
    const auto before = [](const TextBlock::Vector& vector, std::size_t row) {
      return vector.row < row;
    };
    const auto from =
        std::lower_bound(of_rows.vectors.begin(), of_rows.vectors.end(), begin_, before);
    const auto to = std::lower_bound(from, of_rows.vectors.end(), end_, before);
    if (from == to) continue;
    RowMatrix factors(to - from, static_cast<Eigen::Index>(of_rows.length));
    for (auto vector = from; vector != to; ++vector) {
      std::copy_n(vector->values, of_rows.length, factors.row(vector - from).data());
    }
    multiplications += factors.size() * of_columns->second.vectors.cols();
    const RowMatrix products = factors * of_columns->second.vectors;
    if (!any_embedding_) cosines_.setConstant(said_.rows(), said_.cols(), kNoEmbedding);
    any_embedding_ = true;
    const float rounding = RoundingOf(of_rows.length);
    for (auto vector = from; vector != to; ++vector) {
      float* cosines = cosines_.row(static_cast<Eigen::Index>(vector->row - begin_)).data();
      const float* product = products.row(vector - from).data();
      const std::vector<std::uint32_t>& columns = of_columns->second.columns;
      // The first model that both have decides.
      for (std::size_t i = 0; i < columns.size(); ++i) {
        float& cosine = cosines[columns[i]];
        if (cosine == kNoEmbedding) cosine = std::max(0.0F, product[i] + rounding);
      }
    }
  }
  return multiplications;
}

void SimilarityBound::SumTail(std::size_t row, float* said) {
  const Posting* postings = columns_->tail().data();
  const absl::Span<const KeyWeight> entries = rows_->block.tail_of_row(row);
  runs_.resize(entries.size());
  // Where the postings are, first, so that they come from memory while others are
  // summed. Whether a block has a rare key is anybody's guess, also a processor's:
  // all are written and some overwritten.
  std::size_t count = 0;
  for (const KeyWeight& entry : entries) {
    const Range range = ranges_[entry.key];
    __builtin_prefetch(postings + range.begin);
    runs_[count] = {range, entry.weight};
    count += range.begin != range.end ? 1 : 0;
  }
  for (std::size_t r = 0; r < count; ++r) {
    // A copy: a compiler cannot tell that what is written leaves `runs_` as they are.
    const Run run = runs_[r];
    for (std::uint32_t i = run.range.begin; i < run.range.end; ++i) {
      said[postings[i].column()] += run.weight * postings[i].weight();
    }
  }
}

void SimilarityBound::Bound(std::size_t row) {
  const auto at = static_cast<Eigen::Index>(row - begin_);
  const std::size_t columns = columns_->columns();
  float* __restrict said = said_.row(at).data();
  const float* __restrict latents = latents_.row(at).data();
  SumTail(row, said);
  const Script script = rows_->block.script_row(row);
  if (script != Script::kMixed) {
    const Script foreign = script == Script::kChinese ? Script::kOther : Script::kChinese;
    const float scale = foreign_topics_ * rows_->block.unsplit_row(row);
    const float* __restrict unsplit = columns_->unsplit(foreign).data();
    const float* __restrict elsewhere = columns_->elsewhere(foreign).data();
    for (std::size_t c = 0; c < columns; ++c) said[c] *= elsewhere[c] + scale * unsplit[c];
  }
  const float of_said = 1 + RoundingOf(kMostShared) + head_product_->roundoff();
  const float of_latent =
      RoundingOf(static_cast<std::size_t>(latent_.rows())) + latent_product_->roundoff();
  const auto mix = [&](const MixWeights& weights, std::size_t c) {
    return weights.topics_and_words * of_said * said[c] +
           weights.latent * std::max(0.0F, latents[c] + of_latent);
  };
  if (!any_embedding_) {
    const MixWeights weights = mix_;
    for (std::size_t c = 0; c < columns; ++c) said[c] = std::min(1.0F, mix(weights, c));
    return;
  }
  const float* cosines = cosines_.row(at).data();
  for (std::size_t c = 0; c < columns; ++c) {
    const bool embedded = cosines[c] != kNoEmbedding;
    said[c] = std::min(1.0F, embedded ? mix(embedded_mix_, c) + embedded_mix_.embedding * cosines[c]
                                      : mix(mix_, c));
  }
}

}  // namespace counterpoint::matching
