#include "matching/index/row_set.h"

#include <algorithm>
#include <utility>

#include "absl/container/btree_map.h"

namespace counterpoint::matching {
namespace {

// Collects entries row by row and lays them out key by key.
template <typename Key>
class PostingsBuilder {
 public:
  void Add(Key key, std::uint32_t row, float weight) {
    const auto slot =
        slots_.try_emplace(key, static_cast<std::uint32_t>(sizes_.size())).first->second;
    if (slot == sizes_.size()) sizes_.push_back(0);
    ++sizes_[slot];
    entries_.push_back({slot, row, weight});
  }

  Postings<Key> Build() && {
    std::vector<std::uint32_t> next(sizes_.size() + 1, 0);  // By slot, where the next one goes.
    for (std::size_t i = 0; i < sizes_.size(); ++i) next[i + 1] = next[i] + sizes_[i];
    Postings<Key> postings;
    postings.ranges.reserve(slots_.size());
    for (const auto& [key, slot] : slots_) postings.ranges[key] = {next[slot], next[slot + 1]};
    postings.rows.resize(entries_.size());
    postings.weights.resize(entries_.size());
    for (const Entry& entry : entries_) {
      const std::uint32_t at = next[entry.slot]++;
      postings.rows[at] = entry.row;
      postings.weights[at] = entry.weight;
    }
    return postings;
  }

 private:
  struct Entry {
    std::uint32_t slot;
    std::uint32_t row;
    float weight;
  };
  absl::flat_hash_map<Key, std::uint32_t> slots_;  // In order of first appearance.
  std::vector<std::uint32_t> sizes_;               // By slot.
  std::vector<Entry> entries_;
};

// Adds rows one by one.
class RowSetBuilder {
 public:
  explicit RowSetBuilder(const TextModel& model) : model_(model) {
    set_.first_row.push_back(0);
    set_.latent = LatentRows(model.latent_dimensions());
  }

  void AddRow(const TextFeatures& text, const std::vector<Embedding>& embeddings) {
    const auto row = static_cast<std::uint32_t>(set_.rows());
    const WeightedText weighted = model_.Weigh(text);
    for (const WeightedTerm& term : weighted.terms) terms_.Add(term.term, row, term.weight);
    for (const TopicWeight& topic : weighted.topics) topics_.Add(topic.topic, row, topic.weight);
    set_.topic_share.push_back(weighted.topic_share);
    set_.scripts.push_back(weighted.script);
    set_.latent.Append(weighted.latent);
    for (const Embedding& embedding : embeddings) {
      embeddings_[embedding.model].push_back({row, &embedding.values});
    }
  }
  void EndMember() { set_.first_row.push_back(static_cast<std::uint32_t>(set_.rows())); }

  RowSet Build() && {
    set_.terms = std::move(terms_).Build();
    set_.topics = std::move(topics_).Build();
    for (const auto& [name, rows] : embeddings_) AddEmbeddings(name, rows);
    return std::move(set_);
  }

 private:
  struct Vector {
    std::uint32_t row;
    const std::vector<float>* values;
  };

  // Vectors of one name but another length than most are of another model in
  // truth; the length is part of the model's identity.
  void AddEmbeddings(const std::string& name, const std::vector<Vector>& vectors) {
    absl::btree_map<std::size_t, std::vector<Vector>> by_length;
    for (const Vector& vector : vectors) by_length[vector.values->size()].push_back(vector);
    for (const auto& [length, same] : by_length) {
      EmbeddingRows& rows = set_.embeddings[EmbeddingKey(name, length)];
      rows.vectors.resize(static_cast<Eigen::Index>(same.size()),
                          static_cast<Eigen::Index>(length));
      for (std::size_t i = 0; i < same.size(); ++i) {
        rows.rows.push_back(same[i].row);
        rows.vectors.row(static_cast<Eigen::Index>(i)) = Eigen::Map<const Eigen::RowVectorXf>(
            same[i].values->data(), static_cast<Eigen::Index>(length));
      }
    }
  }

  const TextModel& model_;
  RowSet set_;
  PostingsBuilder<TermId> terms_;
  PostingsBuilder<TopicIndex> topics_;
  absl::btree_map<std::string, std::vector<Vector>> embeddings_;
};

}  // namespace

std::string EmbeddingKey(const std::string& model, std::size_t length) {
  return model + '\0' + std::to_string(length);
}

RowSet BuildRowSet(const TextModel& model,
                   const std::vector<std::shared_ptr<const MemberFeatures>>& members, Role role) {
  RowSetBuilder builder(model);
  for (const auto& member : members) {
    if (role == Role::kProfile) {
      builder.AddRow(member->profile, {});
    } else {
      for (const ListingFeatures& listing : role == Role::kNeed ? member->needs : member->offers) {
        builder.AddRow(listing.text, listing.embeddings);
      }
    }
    builder.EndMember();
  }
  return std::move(builder).Build();
}

}  // namespace counterpoint::matching
