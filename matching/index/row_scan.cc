#include "matching/index/row_scan.h"

#include <algorithm>

namespace counterpoint::matching {
namespace {

constexpr float kNoEmbedding = -2;  // Below every cosine.

}  // namespace

RowScan::RowScan(const TextModel& model, const TextWeights& weights,
                 const std::vector<QueryText>& queries, const RowSet& rows, std::uint32_t first)
    : model_(model),
      rows_(rows),
      mix_(MixWeightsOf(weights, model, false)),
      embedded_mix_(MixWeightsOf(weights, model, true)),
      splits_(SplitsFor(weights)),
      foreign_topics_(weights.topics > 0 ? kForeignTopics : 0),
      begin_(first),
      end_(first) {
  const auto start = [first](const auto& postings, const auto& key, float weight,
                             std::vector<Cursor>& cursors) {
    const auto range = postings.ranges.find(key);
    if (range == postings.ranges.end()) return;
    const auto from = postings.rows.begin() + range->second.begin;
    const auto to = postings.rows.begin() + range->second.end;
    const auto next = first == 0 ? from : std::lower_bound(from, to, first);
    if (next == to) return;
    cursors.push_back(
        {static_cast<std::uint32_t>(next - postings.rows.begin()), range->second.end, weight});
  };
  for (const QueryText& text : queries) {
    Query query{&text.text, {}, {}, {}};
    for (const WeightedTerm& term : text.text.terms) {
      start(rows.terms, term.term, term.weight, query.terms);
    }
    for (const TopicWeight& topic : text.text.topics) {
      start(rows.topics, topic.topic, topic.weight, query.topics);
    }
    if (text.embeddings != nullptr) {
      for (const Embedding& embedding : *text.embeddings) {
        const auto found =
            rows.embeddings.find(EmbeddingKey(embedding.model, embedding.values.size()));
        if (found == rows.embeddings.end()) continue;
        const auto& of = found->second.rows;
        query.embeddings.push_back(
            {&found->second, &embedding.values,
             static_cast<std::size_t>(std::lower_bound(of.begin(), of.end(), first) - of.begin())});
      }
    }
    latent_queries_.push_back(text.text.latent.data());
    queries_.push_back(std::move(query));
  }
}

template <typename Key>
void RowScan::Sum(const Postings<Key>& postings, std::vector<Cursor>& cursors, std::uint32_t begin,
                  std::uint32_t end, float* sums) {
  const std::uint32_t* rows = postings.rows.data();
  const float* weights = postings.weights.data();
  for (Cursor& cursor : cursors) {
    std::uint32_t i = cursor.next;
    for (; i < cursor.end && rows[i] < end; ++i) {
      float& sum = sums[rows[i] - begin];
      sum = MultiplyAdd(cursor.weight, weights[i], sum);
    }
    cursor.next = i;
  }
}

void RowScan::Advance(std::uint32_t end) {
  begin_ = end_;
  end_ = end;
  const auto rows = static_cast<Eigen::Index>(end_ - begin_);
  block_.resize(static_cast<Eigen::Index>(queries_.size()), rows);
  topic_split_.resize(rows);
  word_split_.resize(rows);
  for (Eigen::Index i = 0; i < rows; ++i) {
    const TopicSplit split = splits_[rows_.topic_share[begin_ + static_cast<std::size_t>(i)]];
    topic_split_[i] = split.topics;
    word_split_[i] = split.words;
  }
  latent_.setZero(block_.rows(), rows);
  if (model_.latent_dimensions() > 0) {
    rows_.latent.Multiply(latent_queries_, begin_, end_, latent_.data());
  }
  for (std::size_t q = 0; q < queries_.size(); ++q) {
    Query& query = queries_[q];
    terms_.assign(static_cast<std::size_t>(rows), 0);
    topics_.assign(static_cast<std::size_t>(rows), 0);
    Sum(rows_.terms, query.terms, begin_, end_, terms_.data());
    Sum(rows_.topics, query.topics, begin_, end_, topics_.data());
    SumEmbeddings(query, end_);
    const auto row = static_cast<Eigen::Index>(q);
    Combine(query, latent_.row(row).data(), block_.row(row).data());
  }
}

void RowScan::SumEmbeddings(Query& query, std::uint32_t end) {
  embedding_.clear();
  if (query.embeddings.empty()) return;
  embedding_.assign(end - begin_, kNoEmbedding);
  for (EmbeddingCursor& cursor : query.embeddings) {
    const std::vector<std::uint32_t>& rows = cursor.rows->rows;
    for (; cursor.next < rows.size() && rows[cursor.next] < end; ++cursor.next) {
      float& cosine = embedding_[rows[cursor.next] - begin_];
      // The first model that both have decides.
      if (cosine != kNoEmbedding) continue;
      const std::size_t length = cursor.query->size();
      cosine = EmbeddingCosine(cursor.query->data(),
                               cursor.rows->vectors.data() + cursor.next * length, length);
    }
  }
}

void RowScan::Combine(const Query& query, const float* latents, float* out) const {
  const std::size_t rows = end_ - begin_;
  const float* topics = topics_.data();
  const float* terms = terms_.data();
  const float* topic_splits = topic_split_.data();
  const float* word_splits = word_split_.data();
  const TopicSplit split = splits_[query.text->topic_share];
  // Topics and words alone at first.
  for (std::size_t i = 0; i < rows; ++i) {
    out[i] = SaidAlike(split, {topic_splits[i], word_splits[i]}, topics[i], terms[i]);
  }
  if (query.text->script != Script::kMixed) {
    const Script* scripts = rows_.scripts.data() + begin_;
    for (std::size_t i = 0; i < rows; ++i) {
      if (AreForeign(query.text->script, scripts[i])) out[i] = foreign_topics_ * topics[i];
    }
  }
  if (embedding_.empty()) {
    for (std::size_t i = 0; i < rows; ++i) out[i] = MixSimilarity(mix_, out[i], latents[i]);
    return;
  }
  for (std::size_t i = 0; i < rows; ++i) {
    out[i] = embedding_[i] == kNoEmbedding
                 ? MixSimilarity(mix_, out[i], latents[i])
                 : MixSimilarity(embedded_mix_, out[i], latents[i], embedding_[i]);
  }
}

}  // namespace counterpoint::matching
