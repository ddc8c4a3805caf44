// The similarity of some texts to every row of a row set, exactly.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "matching/index/row_set.h"
#include "matching/score/similarity.h"

namespace counterpoint::matching {

// Goes over the rows from front to back, block by block. Sparse parts are
// summed from the postings of the query's terms, the latent part is made for
// all queries at once; a block's sums stay in the cache between the two. Each
// row's sums are made in one order whatever the block, so that equal rows get
// equal similarities wherever they lie. Not thread-safe; borrows everything it
// is given.
class RowScan {
 public:
  // Starts at row `first`.
  RowScan(const TextModel& model, const TextWeights& weights, const std::vector<QueryText>& queries,
          const RowSet& rows, std::uint32_t first);

  // Moves on to row `end` (not before where it stands). Afterwards
  // similarity(q, row) is for the rows passed over by this call.
  void Advance(std::uint32_t end);

  // [queries x rows of the block], in [0, 1].
  float similarity(std::size_t query, std::uint32_t row) const {
    return block_(static_cast<Eigen::Index>(query), static_cast<Eigen::Index>(row - begin_));
  }
  const float* block() const { return block_.data(); }
  std::ptrdiff_t query_stride() const { return block_.cols(); }
  std::uint32_t begin() const { return begin_; }

 private:
  // A query's weight for a key, and what is left of the key's postings.
  struct Cursor {
    std::uint32_t next;
    std::uint32_t end;
    float weight;
  };
  struct EmbeddingCursor {
    const EmbeddingRows* rows;
    const std::vector<float>* query;
    std::size_t next;
  };
  struct Query {
    const WeightedText* text;
    std::vector<Cursor> terms;
    std::vector<Cursor> topics;
    std::vector<EmbeddingCursor> embeddings;
  };

  template <typename Key>
  static void Sum(const Postings<Key>& postings, std::vector<Cursor>& cursors, std::uint32_t begin,
                  std::uint32_t end, float* sums);
  // `latents`: products of the block's rows with the query.
  void Combine(const Query& query, const float* latents, float* out) const;
  void SumEmbeddings(Query& query, std::uint32_t end);

  const TextModel& model_;
  const RowSet& rows_;
  const MixWeights mix_;           // Without embeddings.
  const MixWeights embedded_mix_;  // Where both have one.
  const TopicSplits splits_;
  const float foreign_topics_;  // Weight of the topics between two scripts.
  std::vector<Query> queries_;
  std::uint32_t begin_;
  std::uint32_t end_;
  RowMatrix block_;
  std::vector<float> terms_;
  std::vector<float> topics_;
  Eigen::ArrayXf topic_split_;  // Of the block's rows.
  Eigen::ArrayXf word_split_;
  std::vector<const float*> latent_queries_;
  RowMatrix latent_;              // [queries x rows of the block]
  std::vector<float> embedding_;  // -2: none.
};

}  // namespace counterpoint::matching
