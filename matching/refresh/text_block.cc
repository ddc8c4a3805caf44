#include "matching/refresh/text_block.h"

#include <algorithm>
#include <numeric>

#include "absl/algorithm/container.h"

namespace counterpoint::matching {
HeadKeys::HeadKeys(const GatheredTexts& texts, std::size_t columns)
    : columns_(texts.keys(), kTail), count_(std::min(columns, texts.keys())) {
  std::vector<std::uint32_t> keys(texts.keys());
  std::iota(keys.begin(), keys.end(), 0U);
  const auto meetings = [&](std::uint32_t key) {
    return std::uint64_t{texts.need_rows()[key]} * texts.offer_rows()[key];
  };
  const auto more = [&](std::uint32_t a, std::uint32_t b) {
    const std::uint64_t of_a = meetings(a);
    const std::uint64_t of_b = meetings(b);
    return of_a != of_b ? of_a > of_b : a < b;
  };
  const auto end = keys.begin() + static_cast<std::ptrdiff_t>(count_);
  std::nth_element(keys.begin(), end, keys.end(), more);
  std::sort(keys.begin(), end, more);
  for (std::size_t i = 0; i < count_; ++i) columns_[keys[i]] = static_cast<std::uint32_t>(i);
}

Posting::Posting(std::uint32_t column, float weight)
    : bits_(((absl::bit_cast<std::uint32_t>(weight) + 0xffff) & 0xffff0000) | column) {}

TextBlock::TextBlock(const BlockPlan& plan, Role role, const std::vector<MemberPosition>& members)
    : plan_(plan), text_rows_(role == Role::kNeed ? plan.texts.needs() : plan.texts.offers()) {
  LayOut(members, role);
  CollectEntries();
  CollectScripts();
}

void TextBlock::LayOut(const std::vector<MemberPosition>& members, Role role) {
  first_row_.push_back(0);
  for (const MemberPosition position : members) {
    const MemberFeatures& member = plan_.texts.member(position);
    const auto& listings = role == Role::kNeed ? member.needs : member.offers;
    for (std::size_t i = 0; i < listings.size(); ++i) {
      if (listings[i].closes <= plan_.as_of) continue;
      const std::uint32_t row = text_rows_.first_row[position] + static_cast<std::uint32_t>(i);
      for (const Embedding& embedding : listings[i].embeddings) {
        Embeddings& of_key = embeddings_[EmbeddingKey(embedding.model, embedding.values.size())];
        of_key.length = embedding.values.size();
        of_key.vectors.push_back(
            {static_cast<std::uint32_t>(rows_.size()), 0, embedding.values.data()});
      }
      rows_.push_back(row);
    }
    first_row_.push_back(static_cast<std::uint32_t>(rows_.size()));
  }

  const auto listings = [&](std::uint32_t m) { return first_row_[m + 1] - first_row_[m]; };
  std::vector<std::uint32_t> order(members.size());
  std::iota(order.begin(), order.end(), 0U);
  absl::c_stable_sort(order,
                      [&](std::uint32_t a, std::uint32_t b) { return listings(a) > listings(b); });
  slab_places_.resize(members.size());
  inverse_listings_.resize(padded_members());
  for (std::size_t i = 0; i < order.size(); ++i) {
    slab_places_[order[i]] = static_cast<std::uint32_t>(i);
    if (listings(order[i]) > 0) inverse_listings_[i] = 1 / static_cast<float>(listings(order[i]));
  }
  columns_of_rows_.resize(rows_.size());
  for (std::uint32_t k = 0;; ++k) {
    const auto end = std::partition_point(order.begin(), order.end(),
                                          [&](std::uint32_t m) { return listings(m) > k; });
    const auto size = static_cast<std::size_t>(end - order.begin());
    if (size == 0) break;
    for (std::size_t i = 0; i < size; ++i) {
      columns_of_rows_[first_row_[order[i]] + k] = static_cast<std::uint32_t>(columns_ + i);
    }
    slabs_.push_back(
        {static_cast<std::uint32_t>(columns_), static_cast<std::uint32_t>(ToLanes(size))});
    columns_ += ToLanes(size);
  }
  for (auto& [key, of_key] : embeddings_) {
    for (Vector& vector : of_key.vectors) vector.column = columns_of_rows_[vector.row];
  }
}

void TextBlock::CollectEntries() {
  struct TailEntry {
    std::uint32_t key;
    std::uint32_t column;
    float weight;
  };
  std::vector<TailEntry> tail;
  const auto dimensions = static_cast<Eigen::Index>(plan_.texts.model().latent_dimensions());
  latent_.setZero(dimensions, static_cast<Eigen::Index>(columns_));
  for (std::size_t r = 0; r < rows_.size(); ++r) {
    const std::uint32_t row = rows_[r];
    const std::uint32_t column = columns_of_rows_[r];
    const TopicSplit split = plan_.splits[text_rows_.topic_share[row]];
    const auto collect = [&](absl::Span<const KeyWeight> entries, float share) {
      for (const KeyWeight& entry : entries) {
        const std::uint32_t head = plan_.head.column(entry.key);
        if (head != HeadKeys::kTail) {
          head_.push_back({head, static_cast<std::uint32_t>(r), column, share * entry.weight});
        } else {
          tail.push_back({entry.key, column, share * entry.weight});
          row_tail_.push_back({entry.key, share * entry.weight});
        }
      }
    };
    collect(text_rows_.topics(row), split.topics);
    collect(text_rows_.terms(row), split.words);
    first_of_row_.push_back(static_cast<std::uint32_t>(row_tail_.size()));
    const LatentValue* latent = text_rows_.latent_of(row);
    for (Eigen::Index d = 0; d < dimensions; ++d) latent_(d, column) = latent[d];
  }
  absl::c_sort(tail, [](const TailEntry& a, const TailEntry& b) {
    return a.key != b.key ? a.key < b.key : a.column < b.column;
  });
  tail_.reserve(tail.size());
  for (const TailEntry& entry : tail) {
    if (tail_keys_.empty() || tail_keys_.back() != entry.key) {
      tail_keys_.push_back(entry.key);
      tail_first_.push_back(static_cast<std::uint32_t>(tail_.size()));
    }
    tail_.emplace_back(entry.column, entry.weight);
  }
  tail_first_.push_back(static_cast<std::uint32_t>(tail_.size()));
}

void TextBlock::CollectScripts() {
  for (auto& unsplit : unsplit_) unsplit.assign(columns_, 0);
  for (auto& elsewhere : elsewhere_) elsewhere.assign(columns_, 1);
  for (std::size_t r = 0; r < rows_.size(); ++r) {
    const auto script = static_cast<std::size_t>(script_row(r));
    unsplit_[script][columns_of_rows_[r]] = unsplit_row(r);
    elsewhere_[script][columns_of_rows_[r]] = 0;
  }
}

void TextBlock::FillHead(RowMatrix& matrix) const {
  matrix.setZero(static_cast<Eigen::Index>(plan_.head.columns()),
                 static_cast<Eigen::Index>(columns_));
  for (const HeadEntry& entry : head_) matrix(entry.head, entry.column) = entry.weight;
}

void TextBlock::FillLatent(RowMatrix& matrix) const {
  matrix = latent_.cast<float>() / kLatentScale;
}

RowMatrix TextBlock::HeadRows() const {
  RowMatrix matrix = RowMatrix::Zero(static_cast<Eigen::Index>(rows_.size()),
                                     static_cast<Eigen::Index>(plan_.head.columns()));
  for (const HeadEntry& entry : head_) matrix(entry.row, entry.head) = entry.weight;
  return matrix;
}

RowMatrix TextBlock::LatentRows() const {
  RowMatrix matrix(static_cast<Eigen::Index>(rows_.size()), latent_.rows());
  for (std::size_t r = 0; r < rows_.size(); ++r) {
    const LatentValue* latent = text_rows_.latent_of(rows_[r]);
    float* row = matrix.row(static_cast<Eigen::Index>(r)).data();
    for (Eigen::Index d = 0; d < latent_.rows(); ++d) {
      row[d] = static_cast<float>(latent[d]) * (1 / kLatentScale);
    }
  }
  return matrix;
}

}  // namespace counterpoint::matching
