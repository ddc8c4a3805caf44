#include "matching/refresh/gathered_texts.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/algorithm/container.h"

namespace counterpoint::matching {
namespace {

constexpr std::uint32_t kNobody = UINT32_MAX;

// Keys of the postings of one role in all parts, ascending.
template <typename Key>
std::vector<Key> KeysOf(const MemberIndex& index, Role role, Postings<Key> RowSet::*postings) {
  std::vector<Key> keys;
  for (const MemberIndex::Part& part : index.parts()) {
    for (const auto& [key, unused] : (part.segment->rows(role).*postings).ranges) {
      keys.push_back(key);
    }
  }
  absl::c_sort(keys);
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

template <typename Key>
std::vector<Key> SharedKeys(const MemberIndex& index, Postings<Key> RowSet::*postings) {
  const std::vector<Key> of_needs = KeysOf(index, Role::kNeed, postings);
  const std::vector<Key> of_offers = KeysOf(index, Role::kOffer, postings);
  std::vector<Key> shared;
  absl::c_set_intersection(of_needs, of_offers, std::back_inserter(shared));
  return shared;
}

// Lays out the rows of one role by position and by key.
class RowGatherer {
 public:
  // positions[p][i]: of member i of part p, or kNobody.
  RowGatherer(const MemberIndex& index, Role role,
              const std::vector<std::vector<std::uint32_t>>& positions, std::size_t members)
      : index_(index), role_(role), rows_of_parts_(positions.size()) {
    std::vector<std::uint32_t>& first = rows_.first_row;
    first.assign(members + 1, 0);
    ForEachMember(positions, [&](std::size_t, std::uint32_t at, std::uint32_t begin,
                                 std::uint32_t end) { first[at + 1] = end - begin; });
    for (std::size_t at = 0; at < members; ++at) first[at + 1] += first[at];
    const std::size_t rows = first[members];
    rows_.topic_share.resize(rows);
    rows_.scripts.resize(rows);
    rows_.dimensions = static_cast<std::size_t>(index.model()->latent_dimensions());
    rows_.latent.resize(rows * rows_.dimensions);
    for (std::size_t p = 0; p < positions.size(); ++p) {
      rows_of_parts_[p].assign(PartRows(p).rows(), kNobody);
    }
    ForEachMember(positions,
                  [&](std::size_t p, std::uint32_t at, std::uint32_t begin, std::uint32_t end) {
                    const RowSet& of_part = PartRows(p);
                    for (std::uint32_t r = begin; r < end; ++r) {
                      const std::uint32_t row = first[at] + (r - begin);
                      rows_of_parts_[p][r] = row;
                      rows_.topic_share[row] = of_part.topic_share[r];
                      rows_.scripts[row] = of_part.scripts[r];
                      of_part.latent.Read(r, rows_.latent.data() + row * rows_.dimensions);
                    }
                  });
  }

  // Of each row, how many topics and terms it has; of each key, how many rows.
  TextRows Gather(const std::vector<TopicIndex>& topics, const std::vector<TermId>& terms,
                  std::vector<std::uint32_t>& frequencies) && {
    frequencies.assign(topics.size() + terms.size(), 0);
    std::vector<std::uint32_t> topic_counts(rows_.size(), 0);
    std::vector<std::uint32_t> term_counts(rows_.size(), 0);
    ForEachEntry(topics, &RowSet::topics, 0, [&](std::uint32_t row, KeyWeight entry) {
      ++topic_counts[row];
      ++frequencies[entry.key];
    });
    ForEachEntry(terms, &RowSet::terms, topics.size(), [&](std::uint32_t row, KeyWeight entry) {
      ++term_counts[row];
      ++frequencies[entry.key];
    });
    rows_.first_entry.resize(rows_.size() + 1);
    rows_.first_term.resize(rows_.size());
    std::vector<std::size_t> next_topic(rows_.size());
    std::size_t entries = 0;
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      rows_.first_entry[row] = next_topic[row] = entries;
      rows_.first_term[row] = entries + topic_counts[row];
      entries = rows_.first_term[row] + term_counts[row];
    }
    rows_.first_entry[rows_.size()] = entries;
    rows_.entries.resize(entries);
    std::vector<std::size_t> next_term = rows_.first_term;
    ForEachEntry(topics, &RowSet::topics, 0, [&](std::uint32_t row, KeyWeight entry) {
      rows_.entries[next_topic[row]++] = entry;
    });
    ForEachEntry(terms, &RowSet::terms, topics.size(), [&](std::uint32_t row, KeyWeight entry) {
      rows_.entries[next_term[row]++] = entry;
    });
    return std::move(rows_);
  }

 private:
  const RowSet& PartRows(std::size_t part) const {
    return index_.parts()[part].segment->rows(role_);
  }

  template <typename Visit>
  void ForEachMember(const std::vector<std::vector<std::uint32_t>>& positions,
                     const Visit& visit) const {
    for (std::size_t p = 0; p < positions.size(); ++p) {
      const std::vector<std::uint32_t>& first = PartRows(p).first_row;
      for (std::size_t i = 0; i < positions[p].size(); ++i) {
        if (positions[p][i] != kNobody) visit(p, positions[p][i], first[i], first[i + 1]);
      }
    }
  }

  // In order of key, so that the entries of each row come in that order.
  template <typename Key, typename Visit>
  void ForEachEntry(const std::vector<Key>& keys, Postings<Key> RowSet::*of, std::size_t first_key,
                    const Visit& visit) const {
    for (std::size_t k = 0; k < keys.size(); ++k) {
      for (std::size_t p = 0; p < rows_of_parts_.size(); ++p) {
        const Postings<Key>& postings = PartRows(p).*of;
        const auto range = postings.ranges.find(keys[k]);
        if (range == postings.ranges.end()) continue;
        for (std::uint32_t i = range->second.begin; i < range->second.end; ++i) {
          const std::uint32_t row = rows_of_parts_[p][postings.rows[i]];
          if (row == kNobody) continue;
          visit(row, KeyWeight{static_cast<std::uint32_t>(first_key + k), postings.weights[i]});
        }
      }
    }
  }

  const MemberIndex& index_;
  const Role role_;
  std::vector<std::vector<std::uint32_t>> rows_of_parts_;  // Row of each row of a part.
  TextRows rows_;
};

}  // namespace

GatheredTexts::GatheredTexts(const MemberIndex& index, const ParallelFor& parallel)
    : model_(*index.model()) {
  struct Place {
    const MemberFeatures* member;
    std::uint32_t part;
    std::uint32_t at;
  };
  std::vector<Place> places;
  places.reserve(index.size());
  std::vector<std::vector<std::uint32_t>> positions;
  for (const MemberIndex::Part& part : index.parts()) {
    for (std::size_t i = 0; i < part.segment->size(); ++i) {
      if (part.IsDead(i)) continue;
      places.push_back({part.segment->member(i).get(), static_cast<std::uint32_t>(positions.size()),
                        static_cast<std::uint32_t>(i)});
    }
    positions.emplace_back(part.segment->size(), kNobody);
  }
  absl::c_sort(places, [](const Place& a, const Place& b) { return a.member->id < b.member->id; });
  const auto nobodys = static_cast<PartnerGraph::Node>(index.partnerships()->members());
  for (const Place& place : places) {
    positions[place.part][place.at] = static_cast<std::uint32_t>(members_.size());
    members_.push_back(place.member);
    const auto& nodes = index.parts()[place.part].nodes;
    nodes_.push_back(nodes == nullptr ? nobodys : (*nodes)[place.at]);
  }

  const std::vector<TopicIndex> topics = SharedKeys(index, &RowSet::topics);
  const std::vector<TermId> terms = SharedKeys(index, &RowSet::terms);
  parallel(2, [&](int role) {
    if (role == 0) {
      needs_ =
          RowGatherer(index, Role::kNeed, positions, members()).Gather(topics, terms, need_rows_);
    } else {
      offers_ =
          RowGatherer(index, Role::kOffer, positions, members()).Gather(topics, terms, offer_rows_);
    }
  });
}

}  // namespace counterpoint::matching
