// The most that the similarities of many texts can be, by matrix products.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "matching/refresh/block_product.h"
#include "matching/refresh/text_block.h"

namespace counterpoint::matching {

// The rows of a block as factors of products. Made once, used by all threads.
struct RowFactors {
  RowFactors(const TextBlock& rows, Arithmetic arithmetic);

  const TextBlock& block;
  RowFactor head;    // [rows x head columns]
  RowFactor latent;  // [rows x dimensions]
};

// Compares rows of one block with the columns of another. Keys with a head column
// and latent vectors are multiplied as matrices, each by itself, as a cosine of
// latent vectors counts only above 0; other keys are summed from the columns'
// postings. All sums are in single precision, of factors in the given arithmetic and in an
// order of their own, so what comes out is raised by as much as these and the
// exact ones can be apart. For two
// scripts, whose words do not count, what topics and words say together is taken
// for what topics say. Not thread-safe; borrows the blocks.
class SimilarityBound {
 public:
  SimilarityBound(const BlockPlan& plan, const TextWeights& weights, Arithmetic arithmetic);

  void SetColumns(const TextBlock& columns);
  // Compares rows [begin, end) with all columns; returns how many multiplications of
  // numbers the products took.
  std::int64_t Compare(const RowFactors& rows, std::size_t begin, std::size_t end);
  // By column: at least the similarity of the row to it, at most 1. REQUIRES: the
  // row is one of those compared last.
  const float* bounds(std::size_t row) const {
    return said_.row(static_cast<Eigen::Index>(row - begin_)).data();
  }

 private:
  static constexpr float kNoEmbedding = -2;
  struct Range {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
  };
  struct Run {
    Range range;
    float weight;
  };
  struct ColumnEmbeddings {
    std::vector<std::uint32_t> columns;
    Eigen::MatrixXf vectors;  // [length x columns]
  };

  std::int64_t Multiply();
  void SumTail(std::size_t row, float* said);
  // Makes a row's bounds of what it says alike.
  void Bound(std::size_t row);
  std::int64_t MultiplyEmbeddings();

  const MixWeights mix_;
  const MixWeights embedded_mix_;
  const float foreign_topics_;
  const TextBlock* columns_ = nullptr;
  RowMatrix head_;    // [head columns x columns]
  RowMatrix latent_;  // [dimensions x columns]
  const std::unique_ptr<BlockProduct> head_product_;
  const std::unique_ptr<BlockProduct> latent_product_;
  std::vector<Range> ranges_;  // By key, into the columns' postings.
  absl::btree_map<std::string, ColumnEmbeddings> embeddings_;

  const RowFactors* rows_ = nullptr;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::vector<Run> runs_;
  RowMatrix said_;     // [rows x columns] at least; in the end the bounds.
  RowMatrix latents_;  // [rows x columns] at least.
  bool any_embedding_ = false;
  RowMatrix cosines_;  // [rows x columns] at least, kNoEmbedding where not both have one.
};

}  // namespace counterpoint::matching
