// The texts of all members of an index, row by row: what the pools are made from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "absl/types/span.h"
#include "matching/index/member_index.h"
#include "matching/parallel.h"
#include "matching/refresh/pool.h"

namespace counterpoint::matching {

// What a text weighs for a key. Keys number what both some need and some offer
// say: first the topics, in order, then the terms, in order of TermId.
struct KeyWeight {
  std::uint32_t key;
  float weight;
};

// Needs or offers. A row is one of a member's listings; rows are in order of the
// position of the member, and within it as the member has them.
class TextRows {
 public:
  std::size_t size() const { return topic_share.size(); }
  const LatentValue* latent_of(std::size_t row) const { return latent.data() + row * dimensions; }
  // In order of key.
  absl::Span<const KeyWeight> topics(std::size_t row) const {
    return {entries.data() + first_entry[row], first_term[row] - first_entry[row]};
  }
  absl::Span<const KeyWeight> terms(std::size_t row) const {
    return {entries.data() + first_term[row], first_entry[row + 1] - first_term[row]};
  }

  std::vector<std::uint32_t> first_row;  // Of the member at a position; one more.
  std::vector<std::size_t> first_entry;  // Of a row; one more.
  std::vector<std::size_t> first_term;   // Of a row.
  std::vector<KeyWeight> entries;
  std::vector<std::uint8_t> topic_share;
  std::vector<Script> scripts;
  std::size_t dimensions = 0;
  std::vector<LatentValue> latent;  // [rows x dimensions]
};

// Borrows the index. Immutable once gathered; costs one pass over the postings
// and, for what both roles say, eight bytes an entry.
class GatheredTexts {
 public:
  GatheredTexts(const MemberIndex& index, const ParallelFor& parallel);

  std::size_t members() const { return members_.size(); }
  const MemberFeatures& member(MemberPosition at) const { return *members_[at]; }
  // In the graph of partnerships.
  PartnerGraph::Node node(MemberPosition at) const { return nodes_[at]; }
  const TextRows& needs() const { return needs_; }
  const TextRows& offers() const { return offers_; }
  const TextModel& model() const { return model_; }

  std::size_t keys() const { return need_rows_.size(); }
  // Rows that have a key.
  const std::vector<std::uint32_t>& need_rows() const { return need_rows_; }
  const std::vector<std::uint32_t>& offer_rows() const { return offer_rows_; }

 private:
  const TextModel& model_;
  std::vector<const MemberFeatures*> members_;  // By position.
  std::vector<PartnerGraph::Node> nodes_;
  TextRows needs_;
  TextRows offers_;
  std::vector<std::uint32_t> need_rows_;  // By key.
  std::vector<std::uint32_t> offer_rows_;
};

}  // namespace counterpoint::matching
