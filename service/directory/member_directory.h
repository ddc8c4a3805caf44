// All members of an alliance in order of id, laid out to be gone through quickly.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "service/directory/directory_row.h"

namespace counterpoint::service {

// Immutable and thread-safe. Rows are kept in blocks of a few hundred, in order; a
// directory shares with its successor all blocks without a change.
class MemberDirectory {
 public:
  // Immutable once made. What every search reads of all rows lies together: the texts
  // are one string, and regions are numbers.
  class Block {
   public:
    // REQUIRES: in order of id, each id once, at least one.
    explicit Block(std::vector<DirectoryRow> rows);

    std::size_t size() const { return rows_.size(); }
    // With an empty text, which is in texts().
    const DirectoryRow& row(std::size_t i) const { return rows_[i]; }
    const std::string& id(std::size_t i) const { return rows_[i].features->id; }

    const std::string& texts() const { return texts_; }
    absl::string_view text(std::size_t i) const {
      return absl::string_view(texts_).substr(text_begins_[i],
                                              text_begins_[i + 1] - text_begins_[i]);
    }
    std::size_t text_end(std::size_t i) const { return text_begins_[i + 1]; }
    // Whose text has the byte at that place of texts().
    std::size_t RowAt(std::size_t place) const;

    // The distinct regions of the block, ascending, and the number of a row's among them.
    const std::vector<std::string>& regions() const { return regions_; }
    std::size_t region(std::size_t i) const { return region_[i]; }

    // As they were handed in.
    std::vector<DirectoryRow> Rows() const;

   private:
    std::vector<DirectoryRow> rows_;
    std::string texts_;
    std::vector<std::uint32_t> text_begins_;  // One more at the end.
    std::vector<std::string> regions_;
    std::vector<std::uint16_t> region_;  // By row.
  };
  using Blocks = std::vector<std::shared_ptr<const Block>>;

  static constexpr std::size_t kLargestBlock = 512;

  MemberDirectory() = default;

  // The directory after some rows were put (new, or instead of what they were) and some
  // removed; unknown ids to remove are ignored. An id that is in both is put. Costs time
  // in proportion to the blocks that change, and a pointer for each of the others.
  MemberDirectory With(std::vector<DirectoryRow> put, const std::vector<std::string>& removed,
                       std::int64_t revision) const;

  std::size_t size() const { return size_; }
  // Handed to With() last.
  std::int64_t revision() const { return revision_; }
  // In order of id, none empty.
  const Blocks& blocks() const { return blocks_; }

 private:
  void Append(std::vector<DirectoryRow> rows);

  Blocks blocks_;
  std::size_t size_ = 0;
  std::int64_t revision_ = 0;
};

}  // namespace counterpoint::service
