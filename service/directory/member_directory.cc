#include "service/directory/member_directory.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <utility>

namespace counterpoint::service {
namespace {

// A row to put, or nothing for an id to remove.
using Changes = std::map<std::string, std::optional<DirectoryRow>>;

// The rows with those changes made that are before `end`, which are taken out.
std::vector<DirectoryRow> Merge(std::vector<DirectoryRow> rows, Changes& changes,
                                Changes::iterator end) {
  std::vector<DirectoryRow> merged;
  merged.reserve(rows.size());
  auto row = rows.begin();
  for (auto change = changes.begin(); change != end; change = changes.erase(change)) {
    while (row != rows.end() && row->features->id < change->first) {
      merged.push_back(std::move(*row++));
    }
    if (row != rows.end() && row->features->id == change->first) ++row;
    if (change->second) merged.push_back(*std::move(change->second));
  }
  std::move(row, rows.end(), std::back_inserter(merged));
  return merged;
}

}  // namespace

MemberDirectory::Block::Block(std::vector<DirectoryRow> rows) : rows_(std::move(rows)) {
  std::map<std::string, std::uint16_t> numbers;
  for (DirectoryRow& row : rows_) {
    text_begins_.push_back(static_cast<std::uint32_t>(texts_.size()));
    texts_ += row.text;
    row.text = std::string();
    numbers[row.features->region] = 0;
  }
  text_begins_.push_back(static_cast<std::uint32_t>(texts_.size()));
  texts_.shrink_to_fit();
  for (auto& [region, number] : numbers) {
    number = static_cast<std::uint16_t>(regions_.size());
    regions_.push_back(region);
  }
  region_.reserve(rows_.size());
  for (const DirectoryRow& row : rows_) region_.push_back(numbers[row.features->region]);
}

std::size_t MemberDirectory::Block::RowAt(std::size_t place) const {
  const auto after = std::upper_bound(text_begins_.begin(), text_begins_.end(), place);
  return static_cast<std::size_t>(after - text_begins_.begin()) - 1;
}

std::vector<DirectoryRow> MemberDirectory::Block::Rows() const {
  std::vector<DirectoryRow> rows = rows_;
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i].text = std::string(text(i));
  return rows;
}

MemberDirectory MemberDirectory::With(std::vector<DirectoryRow> put,
                                      const std::vector<std::string>& removed,
                                      std::int64_t revision) const {
  Changes changes;
  for (const std::string& id : removed) changes[id] = std::nullopt;
  for (DirectoryRow& row : put) {
    const std::string& id = row.features->id;
    changes[id] = std::move(row);
  }
  MemberDirectory next;
  next.revision_ = revision;
  next.blocks_.reserve(blocks_.size() + 1);
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    // What comes before the next block belongs to this one.
    const auto end =
        i + 1 == blocks_.size() ? changes.end() : changes.lower_bound(blocks_[i + 1]->id(0));
    if (changes.begin() == end) {
      next.blocks_.push_back(blocks_[i]);
      next.size_ += blocks_[i]->size();
    } else {
      next.Append(Merge(blocks_[i]->Rows(), changes, end));
    }
  }
  if (!changes.empty()) next.Append(Merge({}, changes, changes.end()));
  return next;
}

void MemberDirectory::Append(std::vector<DirectoryRow> rows) {
  // What is left of a block after many removals goes to the one before it.
  if (!rows.empty() && !blocks_.empty() &&
      blocks_.back()->size() + rows.size() <= kLargestBlock / 2) {
    std::vector<DirectoryRow> joined = blocks_.back()->Rows();
    size_ -= joined.size();
    blocks_.pop_back();
    std::move(rows.begin(), rows.end(), std::back_inserter(joined));
    rows = std::move(joined);
  }
  size_ += rows.size();
  if (rows.size() <= kLargestBlock) {
    if (!rows.empty()) blocks_.push_back(std::make_shared<const Block>(std::move(rows)));
    return;
  }
  // Half full, so that the next rows find room.
  for (auto begin = rows.begin(); begin != rows.end();) {
    const auto left = static_cast<std::size_t>(rows.end() - begin);
    const std::size_t size = left < kLargestBlock ? left : kLargestBlock / 2;
    const auto end = begin + static_cast<std::ptrdiff_t>(size);
    blocks_.push_back(std::make_shared<const Block>(
        std::vector<DirectoryRow>(std::make_move_iterator(begin), std::make_move_iterator(end))));
    begin = end;
  }
}

}  // namespace counterpoint::service
