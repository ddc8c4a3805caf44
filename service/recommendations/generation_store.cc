#include "service/recommendations/generation_store.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "service/conversion/stored_bytes.h"
#include "service/conversion/timestamp.h"
#include "service/errors/resource_errors.h"
#include "service/recommendations/generation_blocks.h"
#include "service/recommendations/generation_layers.h"

namespace counterpoint::service {
namespace {

using conversion::GenerationName;
using storage::Collection;
using storage::ReadView;
using storage::Record;
using storage::Write;

// No id has it, and it comes before all that ids have.
constexpr char kErasedAfter[] = "!";
constexpr std::size_t kBlockIds = 10'000;
constexpr std::size_t kBlockPairs = 100'000;

std::string NameOf(const GenerationName& name) {
  return conversion::FormatGenerationName(name.alliance, name.generation);
}

absl::StatusOr<KeptGeneration> GenerationOf(const std::string& alliance, const Record& record) {
  KeptGeneration kept;
  kept.name.alliance = alliance;
  kept.name.generation = GenerationNumberOf(record.id).value_or(0);
  if (!kept.stored.ParseFromString(record.payload)) return CannotBeRead(kept.name);
  kept.create_revision = record.create_revision;
  kept.revision = record.revision;
  kept.create_time = record.create_time;
  return kept;
}

}  // namespace

absl::Status CannotBeRead(const GenerationName& name) {
  return absl::DataLossError(absl::StrCat("the stored generation ", NameOf(name),
                                          " cannot be read; refresh the recommendations again"));
}

v1::Generation MessageOf(const KeptGeneration& kept, int current) {
  v1::Generation generation = kept.stored.generation();
  generation.set_name(NameOf(kept.name));
  generation.set_current(kept.name.generation == current);
  *generation.mutable_create_time() = conversion::ToTimestamp(kept.create_time);
  return generation;
}

absl::StatusOr<KeptGeneration> ReadGeneration(const ReadView& view, const GenerationName& name) {
  const auto record =
      view.Get(name.alliance, Collection::kGeneration, GenerationRecordId(name.generation));
  if (absl::IsNotFound(record.status())) return GenerationNotFound(name);
  if (!record.ok()) return record.status();
  return GenerationOf(name.alliance, *record);
}

absl::StatusOr<std::vector<KeptGeneration>> ReadGenerations(const ReadView& view,
                                                            const std::string& alliance) {
  std::vector<KeptGeneration> all;
  const auto cursor = view.Scan(alliance, Collection::kGeneration, GenerationRecordId(0));
  Record record;
  for (;;) {
    const auto more = cursor->Next(record);
    if (!more.ok()) return more.status();
    if (!*more) break;
    auto kept = GenerationOf(alliance, record);
    if (!kept.ok()) return kept.status();
    all.push_back(*std::move(kept));
  }
  std::reverse(all.begin(), all.end());
  return all;
}

absl::StatusOr<int> LastGenerationNumber(const ReadView& view, const std::string& alliance) {
  const auto record = view.Get(alliance, Collection::kGeneration, GenerationRecordId(0));
  if (absl::IsNotFound(record.status())) return 0;
  if (!record.ok()) return record.status();
  int last = 0;
  if (absl::SimpleAtoi(record->payload, &last)) return last;
  return absl::DataLossError(absl::StrCat("the number of the last generation of ",
                                          conversion::FormatAllianceName(alliance),
                                          " cannot be read"));
}

absl::StatusOr<std::optional<stored::Publication>> LastPublication(const ReadView& view,
                                                                   const std::string& alliance) {
  const auto cursor = view.Scan(alliance, Collection::kPublication, "");
  Record record;
  const auto any = cursor->Next(record);
  if (!any.ok()) return any.status();
  if (!*any) return std::nullopt;
  stored::Publication publication;
  if (publication.ParseFromString(record.payload)) return publication;
  return absl::DataLossError(absl::StrCat("which generation of ",
                                          conversion::FormatAllianceName(alliance),
                                          " is current cannot be read"));
}

absl::StatusOr<int> CurrentGeneration(const ReadView& view, const std::string& alliance) {
  const auto last = LastPublication(view, alliance);
  if (!last.ok()) return last.status();
  return last->has_value() ? (*last)->generation() : 0;
}

absl::StatusOr<std::vector<std::string>> ReadMemberIds(const ReadView& view,
                                                       const GenerationName& name) {
  std::vector<std::string> members;
  const auto read = ReadBlocks<stored::GenerationMembers>(
      view, name, GenerationPart::kMembers, [&](const stored::GenerationMembers& block) {
        members.insert(members.end(), block.ids().begin(), block.ids().end());
        return absl::OkStatus();
      });
  if (!read.ok()) return read.status();
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (members[i].empty()) members[i] = absl::StrCat(i == 0 ? "" : members[i - 1], kErasedAfter);
  }
  return members;
}

bool IsErased(absl::string_view id) { return absl::EndsWith(id, kErasedAfter); }

absl::StatusOr<std::vector<std::string>> ReadGenerationMembers(const ReadView& view,
                                                               const KeptGeneration& kept) {
  return ReadMemberIds(view, {kept.name.alliance, MembersOf(kept.name.generation, kept.stored)});
}

absl::StatusOr<PositionPairs> ReadExclusions(const ReadView& view, const GenerationName& name) {
  PositionPairs pairs;
  const auto read = ReadBlocks<stored::GenerationExclusions>(
      view, name, GenerationPart::kExclusions, [&](const stored::GenerationExclusions& block) {
        if (block.firsts_size() != block.seconds_size()) return absl::DataLossError("");
        for (int i = 0; i < block.firsts_size(); ++i) {
          pairs.emplace_back(block.firsts(i), block.seconds(i));
        }
        return absl::OkStatus();
      });
  if (!read.ok()) return read.status();
  return pairs;
}

absl::StatusOr<stored::GenerationCauses> ReadCauses(const ReadView& view,
                                                    const GenerationName& name) {
  stored::GenerationCauses causes;
  const auto read = ReadBlocks<stored::GenerationCauses>(
      view, name, GenerationPart::kCauses, [&](const stored::GenerationCauses& block) {
        causes.MergeFrom(block);
        return absl::OkStatus();
      });
  if (!read.ok()) return read.status();
  return causes;
}

Write PutOf(int number, const stored::GenerationRecord& stored) {
  Write write;
  write.collection = Collection::kGeneration;
  write.id = GenerationRecordId(number);
  write.payload = conversion::StoredBytesOf(stored);
  return write;
}

Write PutOfLastNumber(int number) {
  Write write;
  write.collection = Collection::kGeneration;
  write.id = GenerationRecordId(0);
  write.payload = absl::StrCat(number);
  return write;
}

Write PutOfPart(int number, GenerationPart part, int block,
                const google::protobuf::MessageLite& message) {
  Write write;
  write.collection = Collection::kGenerationBlock;
  write.id = GenerationPartId(number, part, block);
  write.payload = conversion::StoredBytesOf(message);
  return write;
}

std::vector<Write> PutsOfMembers(int number, const std::vector<std::string>& members) {
  std::vector<Write> writes;
  for (std::size_t from = 0; from < members.size(); from += kBlockIds) {
    stored::GenerationMembers block;
    const std::size_t to = std::min(members.size(), from + kBlockIds);
    for (std::size_t i = from; i < to; ++i) block.add_ids(members[i]);
    writes.push_back(
        PutOfPart(number, GenerationPart::kMembers, static_cast<int>(writes.size()), block));
  }
  return writes;
}

std::vector<Write> PutsOfExclusions(int number, const PositionPairs& pairs) {
  std::vector<Write> writes;
  for (std::size_t from = 0; from < pairs.size(); from += kBlockPairs) {
    stored::GenerationExclusions block;
    const std::size_t to = std::min(pairs.size(), from + kBlockPairs);
    for (std::size_t i = from; i < to; ++i) {
      block.add_firsts(pairs[i].first);
      block.add_seconds(pairs[i].second);
    }
    writes.push_back(
        PutOfPart(number, GenerationPart::kExclusions, static_cast<int>(writes.size()), block));
  }
  return writes;
}

std::vector<Write> PutsOfCauses(int number, const stored::GenerationCauses& causes) {
  std::vector<Write> writes;
  const auto members = static_cast<std::size_t>(causes.members_size());
  const std::size_t all = members + static_cast<std::size_t>(causes.pairs_size());
  for (std::size_t from = 0; from == 0 || from < all; from += kBlockIds) {
    stored::GenerationCauses block;
    block.set_since_generation(causes.since_generation());
    block.set_trimmed(causes.trimmed());
    const std::size_t to = std::min(all, from + kBlockIds);
    for (std::size_t i = from; i < to; ++i) {
      if (i < members) {
        *block.add_members() = causes.members(static_cast<int>(i));
      } else {
        block.add_pairs(causes.pairs(static_cast<int>(i - members)));
      }
    }
    writes.push_back(
        PutOfPart(number, GenerationPart::kCauses, static_cast<int>(writes.size()), block));
  }
  return writes;
}

Write DeletionOfGeneration(int number) {
  Write write;
  write.kind = Write::Kind::kDelete;
  write.collection = Collection::kGeneration;
  write.id = GenerationRecordId(number);
  return write;
}

stored::Publication NextPublication(const std::optional<stored::Publication>& last, int generation,
                                    absl::Time now) {
  stored::Publication next;
  next.set_sequence(last ? last->sequence() + 1 : 1);
  next.set_generation(generation);
  next.set_previous(last ? last->generation() : 0);
  next.set_time_micros(absl::ToUnixMicros(now));
  return next;
}

Write PutOf(const stored::Publication& publication) {
  Write write;
  write.collection = Collection::kPublication;
  write.id = PublicationRecordId(publication.sequence());
  write.payload = conversion::StoredBytesOf(publication);
  write.precondition = storage::Precondition::MustNotExist();
  return write;
}

}  // namespace counterpoint::service
