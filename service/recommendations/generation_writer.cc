#include "service/recommendations/generation_writer.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "service/recommendations/generation_codec.h"

namespace counterpoint::service {
namespace {

using matching::MemberPosition;
using matching::Pool;
using storage::Write;

// Records of a commit: some megabytes.
constexpr std::size_t kCommitRecords = 8;

}  // namespace

absl::Status GenerationWriter::Begin(const stored::GenerationRecord& record) {
  for (;;) {
    const auto last = LastGenerationNumber(*store_.View(), alliance_);
    if (!last.ok()) return last.status();
    std::vector<Write> writes = {PutOf(*last + 1, record), PutOfLastNumber(*last + 1)};
    writes.front().precondition = storage::Precondition::MustNotExist();
    const absl::Status begun = control_.Save(std::move(writes));
    // A shadow may be made at the same time.
    if (absl::IsAlreadyExists(begun)) continue;
    if (!begun.ok()) return begun;
    number_ = *last + 1;
    break;
  }
  const auto kept = ReadGeneration(*store_.View(), {alliance_, number_});
  if (!kept.ok()) return kept.status();
  create_revision_ = kept->create_revision;
  create_time_ = kept->create_time;
  return absl::OkStatus();
}

void GenerationWriter::GoOn(const KeptGeneration& begun, std::size_t pools) {
  number_ = begun.name.generation;
  create_revision_ = begun.create_revision;
  create_time_ = begun.create_time;
  pools_saved_ = pools;
}

absl::Status GenerationWriter::Save(std::vector<Write> writes) {
  for (std::size_t from = 0; from < writes.size(); from += kCommitRecords) {
    const std::size_t to = std::min(writes.size(), from + kCommitRecords);
    const auto at = [&](std::size_t i) {
      return std::make_move_iterator(writes.begin() + static_cast<std::ptrdiff_t>(i));
    };
    const absl::Status saved = control_.Save({at(from), at(to)});
    if (!saved.ok()) return saved;
  }
  return absl::OkStatus();
}

absl::Status GenerationWriter::SavePoolsBefore(std::size_t made, absl::Span<const Pool> pools,
                                               std::size_t block_members) {
  std::vector<Write> writes;
  while (pools_saved_ < made) {
    const std::size_t to = std::min(pools_saved_ + block_members, pools.size());
    if (to > made) break;
    writes.push_back(PutOfPart(number_, GenerationPart::kPools,
                               static_cast<int>(pools_saved_ / block_members),
                               PoolBlockOf(static_cast<std::uint32_t>(pools_saved_),
                                           static_cast<std::uint32_t>(to - pools_saved_), pools)));
    pools_saved_ = to;
    if (writes.size() < kCommitRecords) continue;
    const absl::Status saved = Save(std::exchange(writes, {}));
    if (!saved.ok()) return saved;
  }
  return Save(std::move(writes));
}

absl::Status GenerationWriter::SavePoolsOf(absl::Span<const MemberPosition> members,
                                           absl::Span<const Pool> pools,
                                           std::size_t block_members) {
  std::vector<Write> writes;
  for (std::size_t from = 0; from < members.size(); from += block_members) {
    writes.push_back(PutOfPart(number_, GenerationPart::kPools,
                               static_cast<int>(from / block_members),
                               PoolBlockOf(members.subspan(from, block_members), pools)));
    if (writes.size() < kCommitRecords) continue;
    const absl::Status saved = Save(std::exchange(writes, {}));
    if (!saved.ok()) return saved;
  }
  return Save(std::move(writes));
}

absl::Status GenerationWriter::SaveLists(const StoredLists& lists, std::size_t block_members,
                                         const Progress& progress) {
  const std::size_t members = lists.members().size();
  for (std::size_t first = 0; first < members; first += block_members) {
    const absl::Status goes_on = progress(first);
    if (!goes_on.ok()) return goes_on;
    const std::size_t count = std::min(block_members, members - first);
    const absl::Status saved = Save({PutOfPart(
        number_, GenerationPart::kLists, static_cast<int>(first / block_members),
        ListBlockOf(lists, static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(count)))});
    if (!saved.ok()) return saved;
  }
  return absl::OkStatus();
}

absl::Status GenerationWriter::SaveListsOf(absl::Span<const MemberPosition> members,
                                           const StoredLists& lists, std::size_t block_members,
                                           const Progress& progress) {
  for (std::size_t from = 0; from < members.size(); from += block_members) {
    const absl::Status goes_on = progress(from);
    if (!goes_on.ok()) return goes_on;
    const absl::Status saved =
        Save({PutOfPart(number_, GenerationPart::kLists, static_cast<int>(from / block_members),
                        ListBlockOf(lists, members.subspan(from, block_members)))});
    if (!saved.ok()) return saved;
  }
  return absl::OkStatus();
}

}  // namespace counterpoint::service
