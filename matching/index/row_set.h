// Texts of one role (needs, offers or profiles) of many members, laid out to
// be compared with a query quickly.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "matching/features/member_features.h"
#include "matching/features/text_model.h"
#include "matching/index/latent_rows.h"

namespace counterpoint::matching {

using RowMatrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// For each key the rows that have it, ascending, with the weight it has there.
template <typename Key>
struct Postings {
  struct Range {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
  };
  absl::flat_hash_map<Key, Range> ranges;  // Into the two below.
  std::vector<std::uint32_t> rows;
  std::vector<float> weights;
};

// Vectors of one embedding model.
struct EmbeddingRows {
  std::vector<std::uint32_t> rows;  // Ascending.
  RowMatrix vectors;                // Of rows.size() rows, each of length 1.
};

// Immutable once built. Rows of a member follow each other; members are in
// the order of the segment.
struct RowSet {
  std::vector<std::uint32_t> first_row;  // Of member i; one more at the end.
  Postings<TermId> terms;
  Postings<TopicIndex> topics;
  std::vector<std::uint8_t> topic_share;                       // WeightedText::topic_share, by row.
  std::vector<Script> scripts;                                 // By row.
  LatentRows latent;                                           // Of TextModel::latent_dimensions().
  absl::flat_hash_map<std::string, EmbeddingRows> embeddings;  // By EmbeddingKey.

  std::size_t rows() const { return topic_share.size(); }
};

// Vectors can be compared where model and length are the same.
std::string EmbeddingKey(const std::string& model, std::size_t length);

enum class Role { kNeed, kOffer, kProfile };

RowSet BuildRowSet(const TextModel& model,
                   const std::vector<std::shared_ptr<const MemberFeatures>>& members, Role role);

}  // namespace counterpoint::matching
