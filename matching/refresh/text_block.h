// A block of members whose texts are compared with those of another block at
// once, by matrix products.
#pragma once

#include <Eigen/Core>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/base/casts.h"
#include "absl/container/btree_map.h"
#include "absl/time/time.h"
#include "matching/refresh/fit_factor.h"
#include "matching/refresh/gathered_texts.h"
#include "matching/refresh/lanes.h"
#include "matching/score/similarity.h"

namespace counterpoint::matching {

// Which keys have a column of the products: those by which most pairs of texts
// meet. The others are summed from postings, which costs less the rarer they are.
class HeadKeys {
 public:
  static constexpr std::uint32_t kTail = UINT32_MAX;

  HeadKeys(const GatheredTexts& texts, std::size_t columns);

  // kTail where the key has none.
  std::uint32_t column(std::uint32_t key) const { return columns_[key]; }
  std::size_t columns() const { return count_; }

 private:
  std::vector<std::uint32_t> columns_;  // By key.
  std::size_t count_ = 0;
};

// How texts are laid out, for all blocks alike. Borrowed by them.
struct BlockPlan {
  const GatheredTexts& texts;
  HeadKeys head;
  TopicSplits splits;
  absl::Time as_of;  // Listings that have closed by then have no place.
  FitFactors factors;
};

// A column and a weight that is not negative, in four bytes: the leading half of the
// weight, rounded up, and the column in place of the other half. Read as a whole they
// are the weight or more, by less than 2^-6 of it.
class Posting {
 public:
  Posting(std::uint32_t column, float weight);

  std::uint32_t column() const { return bits_ & 0xffff; }
  float weight() const { return absl::bit_cast<float>(bits_); }

 private:
  std::uint32_t bits_;
};

// The open listings of one role of a block's members, in two orders: as rows,
// member by member, and as columns. Columns are laid out in slabs, so that what is
// asked of each member is asked of whole registers: slab k holds the (k+1)-th
// listing of all that have so many, those with the most listings first. So the
// place of a member is the same in each slab that it reaches. Slabs begin at
// multiples of kLanes; what is between is empty.
class TextBlock {
 public:
  // `members` by place in the block.
  TextBlock(const BlockPlan& plan, Role role, const std::vector<MemberPosition>& members);

  // Rows: global ones, of TextRows.
  const std::vector<std::uint32_t>& rows() const { return rows_; }
  // Of the member at a place of the block; one more.
  const std::vector<std::uint32_t>& first_row() const { return first_row_; }

  std::size_t columns() const { return columns_; }
  struct Slab {
    std::uint32_t begin;  // Column.
    std::uint32_t size;   // Members, up to a multiple of kLanes; never rises.
  };
  const std::vector<Slab>& slabs() const { return slabs_; }
  // Up to a multiple of kLanes.
  std::size_t padded_members() const { return ToLanes(slab_places_.size()); }
  // Where in the slabs the member at a place of the block stands.
  const std::vector<std::uint32_t>& slab_places() const { return slab_places_; }
  // In the order of slabs, up to a multiple of kLanes: 1 / listings, 0 where none is.
  const std::vector<float>& inverse_listings() const { return inverse_listings_; }
  // Where a row of the block stands among the columns.
  std::uint32_t column_of_row(std::size_t row) const { return columns_of_rows_[row]; }

  // [head columns x columns] and [dimensions x columns], as factors of products.
  void FillHead(RowMatrix& matrix) const;
  void FillLatent(RowMatrix& matrix) const;
  // The same of rows: [rows x head columns] and [rows x dimensions].
  RowMatrix HeadRows() const;
  RowMatrix LatentRows() const;

  // For each key without a head column the columns that have it, with the weight
  // times its share of the split, at least.
  const std::vector<std::uint32_t>& tail_keys() const { return tail_keys_; }    // Ascending.
  const std::vector<std::uint32_t>& tail_first() const { return tail_first_; }  // One more.
  const std::vector<Posting>& tail() const { return tail_; }

  // Embeddings by EmbeddingKey, in order of row.
  struct Vector {
    std::uint32_t row;     // Of the block.
    std::uint32_t column;  // Where that row stands.
    const float* values;
  };
  struct Embeddings {
    std::size_t length = 0;
    std::vector<Vector> vectors;
  };
  const absl::btree_map<std::string, Embeddings>& embeddings() const { return embeddings_; }

  // The entries of rows that have no head column, weighed likewise.
  absl::Span<const KeyWeight> tail_of_row(std::size_t row) const {
    return {row_tail_.data() + first_of_row_[row], first_of_row_[row + 1] - first_of_row_[row]};
  }

  // By column: what topics are to be multiplied with to leave out the split of
  // the text, in one script and 0 elsewhere.
  const std::vector<float>& unsplit(Script script) const {
    return unsplit_[static_cast<std::size_t>(script)];
  }
  // By column: 0 where the text is in the script, else 1.
  const std::vector<float>& elsewhere(Script script) const {
    return elsewhere_[static_cast<std::size_t>(script)];
  }
  float unsplit_row(std::size_t row) const {
    const float topics = plan_.splits[text_rows_.topic_share[rows_[row]]].topics;
    return topics > 0 ? 1 / topics : 0;
  }
  Script script_row(std::size_t row) const { return text_rows_.scripts[rows_[row]]; }

 private:
  void LayOut(const std::vector<MemberPosition>& members, Role role);
  void CollectEntries();
  void CollectScripts();

  struct HeadEntry {
    std::uint32_t head;
    std::uint32_t row;
    std::uint32_t column;
    float weight;
  };

  const BlockPlan& plan_;
  const TextRows& text_rows_;
  std::vector<std::uint32_t> rows_;
  std::vector<std::uint32_t> first_row_;
  std::vector<std::uint32_t> columns_of_rows_;
  std::size_t columns_ = 0;
  std::vector<Slab> slabs_;
  std::vector<std::uint32_t> slab_places_;
  std::vector<float> inverse_listings_;
  std::vector<HeadEntry> head_;
  Eigen::Matrix<LatentValue, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> latent_;
  std::vector<std::uint32_t> tail_keys_;
  std::vector<std::uint32_t> tail_first_;
  std::vector<Posting> tail_;
  std::vector<std::uint32_t> first_of_row_ = {0};
  std::vector<KeyWeight> row_tail_;
  std::array<std::vector<float>, 3> unsplit_;
  std::array<std::vector<float>, 3> elsewhere_;
  absl::btree_map<std::string, Embeddings> embeddings_;
};

}  // namespace counterpoint::matching
