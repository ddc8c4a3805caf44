#include "service/personal_data/generation_traces.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "counterpoint/stored/generation_record.pb.h"
#include "service/conversion/stored_bytes.h"
#include "service/recommendations/generation_keys.h"

namespace counterpoint::service {
namespace {

using storage::Collection;

absl::Status CannotBeRead(const std::string& id) {
  return absl::DataLossError(absl::StrCat("the part ", id, " of stored lists cannot be read"));
}

// Whether the member was there.
bool RemoveId(absl::string_view member, stored::GenerationMembers& block) {
  const auto ids = block.mutable_ids();
  const auto id = std::find(ids->begin(), ids->end(), member);
  if (id == ids->end()) return false;
  id->clear();
  return true;
}

bool RemoveCauses(absl::string_view member, stored::GenerationCauses& causes) {
  const int before = causes.members_size() + causes.pairs_size();
  auto* members = causes.mutable_members();
  members->erase(std::remove_if(members->begin(), members->end(),
                                [member](const auto& cause) { return cause.member() == member; }),
                 members->end());
  auto* pairs = causes.mutable_pairs();
  pairs->erase(std::remove_if(pairs->begin(), pairs->end(),
                              [member](const std::string& pair) {
                                return absl::StartsWith(pair, absl::StrCat(member, "/")) ||
                                       absl::EndsWith(pair, absl::StrCat("/", member));
                              }),
               pairs->end());
  return causes.members_size() + causes.pairs_size() < before;
}

}  // namespace

absl::StatusOr<std::vector<storage::Write>> GenerationRewrites(const storage::ReadView& view,
                                                               absl::string_view alliance,
                                                               absl::string_view member) {
  std::vector<storage::Write> writes;
  const auto cursor = view.Scan(alliance, Collection::kGenerationBlock, "");
  storage::Record record;
  for (;;) {
    const auto more = cursor->Next(record);
    if (!more.ok()) return more.status();
    if (!*more) return writes;
    const auto key = ParseGenerationPartId(record.id);
    if (!key) continue;
    std::string rewritten;
    if (key->part == GenerationPart::kMembers) {
      stored::GenerationMembers block;
      if (!block.ParseFromString(record.payload)) return CannotBeRead(record.id);
      if (RemoveId(member, block)) rewritten = conversion::StoredBytesOf(block);
    } else if (key->part == GenerationPart::kCauses) {
      stored::GenerationCauses causes;
      if (!causes.ParseFromString(record.payload)) return CannotBeRead(record.id);
      if (RemoveCauses(member, causes)) {
        causes.set_trimmed(true);
        rewritten = conversion::StoredBytesOf(causes);
      }
    }
    if (rewritten.empty()) continue;
    storage::Write& write = writes.emplace_back();
    write.collection = Collection::kGenerationBlock;
    write.id = record.id;
    write.payload = std::move(rewritten);
    write.expire_time = record.expire_time;
    write.precondition = storage::Precondition::AtRevision(record.revision);
  }
}

}  // namespace counterpoint::service
