#include "storage/audit_chain.h"

#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <limits>
#include <set>
#include <string>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "storage/audit_codec.h"
#include "storage/range_iterator.h"

namespace counterpoint::storage {
namespace {

constexpr std::size_t kSaltBytes = 16;

std::string NewSalt() {
  std::array<unsigned char, kSaltBytes> bytes{};
  // It fails only where the machine has no source of randomness at all.
  if (RAND_bytes(bytes.data(), bytes.size()) != 1) std::abort();
  return std::string(bytes.begin(), bytes.end());
}

absl::Status Broken(absl::string_view chain, absl::string_view what) {
  return absl::DataLossError(absl::StrCat(
      chain.empty() ? "the server's audit chain" : absl::StrCat("the audit chain of ", chain), ": ",
      what));
}

absl::Status BrokenAt(absl::string_view chain, std::int64_t sequence, absl::string_view what) {
  return Broken(chain, absl::StrCat("entry ", sequence, " ", what));
}

// What is wrong with an entry that should follow one with this sequence and hash;
// empty: nothing.
absl::string_view FaultOf(absl::string_view chain, absl::string_view named_chain,
                          const AuditEntry& entry, const std::string& previous_hash) {
  if (named_chain != chain) return "is of another chain";
  if (entry.previous_hash != previous_hash) return "does not follow the one before";
  if (entry.hash != AuditHash(chain, entry)) return "has been changed";
  for (const AuditEntry::Name& name : entry.names) {
    if (!name.name.empty() && AuditNameDigest(name.salt, name.name) != name.digest) {
      return "has another name than was entered";
    }
  }
  return "";
}

// Walks over the entries of a chain from `first` on, with their names.
absl::Status ForEachEntry(
    const Database& database, absl::string_view chain, std::int64_t first, std::int64_t last,
    const rocksdb::Snapshot* snapshot,
    absl::FunctionRef<absl::Status(std::int64_t sequence, const std::string& named_chain,
                                   const AuditEntry& entry)>
        visit) {
  RangeIterator entries(database, ColumnFamily::kAudit, AuditEntryRange(chain, first, last),
                        snapshot);
  RangeIterator names(database, ColumnFamily::kAudit, AuditNamesRange(chain, first, last),
                      snapshot);
  for (; entries.Valid(); entries.Next()) {
    std::string key_chain;
    std::int64_t sequence = 0;
    if (!ParseAuditSequenceKey(entries.key(), key_chain, sequence)) {
      return Broken(chain, "a key is damaged");
    }
    std::string named_chain;
    auto entry = DecodeAuditEntry(entries.value(), named_chain);
    if (!entry.ok()) return BrokenAt(chain, sequence, "is damaged");
    const std::string names_key = AuditNamesKey(chain, sequence);
    while (names.Valid() && names.key() < names_key) names.Next();
    const bool has_names = names.Valid() && names.key() == names_key;
    if (has_names != !entry->names.empty() ||
        (has_names && !DecodeAuditNames(names.value(), *entry).ok())) {
      return BrokenAt(chain, sequence, "has lost its names");
    }
    const absl::Status visited = visit(sequence, named_chain, *entry);
    if (!visited.ok()) return visited;
  }
  const absl::Status read = entries.status();
  return read.ok() ? names.status() : read;
}

// Errors: FAILED_PRECONDITION, DATA_LOSS.
absl::Status CheckAnchorAtEnds(absl::string_view chain, const AuditHead& head,
                               const AuditAnchor& anchor) {
  if (anchor.sequence > head.sequence) {
    return Broken(chain, absl::StrCat("ends with entry ", head.sequence, ", and there was one ",
                                      anchor.sequence, ": its end has been cut off"));
  }
  if (anchor.sequence < head.trimmed_sequence) {
    return absl::FailedPreconditionError(
        absl::StrCat("the anchor is entry ", anchor.sequence, ", and retention has removed those ",
                     "up to ", head.trimmed_sequence, ": take a later one"));
  }
  if (anchor.sequence == head.trimmed_sequence && anchor.hash != head.trimmed_hash) {
    return BrokenAt(chain, anchor.sequence, "is not that of the anchor");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<AuditHead> GetAuditHead(const Staging& staging, absl::string_view chain) {
  const auto value = staging.Get(ColumnFamily::kAudit, AuditHeadKey(chain));
  if (!value.ok()) return value.status();
  return value->has_value() ? DecodeAuditHead(**value) : AuditHead();
}

absl::StatusOr<AuditHead> GetAuditHead(const Database& database, absl::string_view chain,
                                       const rocksdb::Snapshot* snapshot) {
  const auto value = database.Get(ColumnFamily::kAudit, AuditHeadKey(chain), snapshot);
  if (!value.ok()) return value.status();
  return value->has_value() ? DecodeAuditHead(**value) : AuditHead();
}

void StageAuditEntry(Staging& staging, absl::string_view chain, const AuditEvent& event,
                     AuditHead& head) {
  AuditEntry entry;
  entry.sequence = head.sequence + 1;
  const std::int64_t micros = std::max(head.micros, staging.now_micros());
  entry.time = absl::FromUnixMicros(micros);
  entry.payload = event.payload;
  for (const std::string& name : event.names) {
    AuditEntry::Name& item = entry.names.emplace_back();
    item.salt = NewSalt();
    item.name = name;
    item.digest = AuditNameDigest(item.salt, name);
  }
  entry.previous_hash = head.hash;
  entry.hash = AuditHash(chain, entry);
  staging.Put(ColumnFamily::kAudit, AuditEntryKey(chain, entry.sequence),
              EncodeAuditEntry(chain, entry));
  if (!entry.names.empty()) {
    staging.Put(ColumnFamily::kAudit, AuditNamesKey(chain, entry.sequence),
                EncodeAuditNames(entry.names));
  }
  head.sequence = entry.sequence;
  head.hash = std::move(entry.hash);
  head.micros = micros;
  StageAuditHead(staging, chain, head);
}

void StageAuditHead(Staging& staging, absl::string_view chain, const AuditHead& head) {
  staging.Put(ColumnFamily::kAudit, AuditHeadKey(chain), EncodeAuditHead(head));
}

absl::StatusOr<std::vector<AuditEntry>> ReadAuditEntries(const Database& database,
                                                         absl::string_view chain,
                                                         std::int64_t first, std::int64_t last,
                                                         const rocksdb::Snapshot* snapshot) {
  std::vector<AuditEntry> entries;
  const absl::Status read =
      ForEachEntry(database, chain, first, last, snapshot,
                   [&entries](std::int64_t, const std::string&, const AuditEntry& entry) {
                     entries.push_back(entry);
                     return absl::OkStatus();
                   });
  if (!read.ok()) return read;
  return entries;
}

absl::StatusOr<AuditCheck> CheckAuditChain(const Database& database, absl::string_view chain,
                                           const std::optional<AuditAnchor>& anchor,
                                           const rocksdb::Snapshot* snapshot) {
  AuditCheck check;
  check.chain = std::string(chain);
  auto head = GetAuditHead(database, chain, snapshot);
  if (!head.ok()) return Broken(chain, "its head is damaged");
  check.head = *std::move(head);
  if (anchor) {
    const absl::Status held = CheckAnchorAtEnds(chain, check.head, *anchor);
    if (!held.ok()) return held;
  }
  std::int64_t sequence = check.head.trimmed_sequence;
  std::string hash = check.head.trimmed_hash;
  // Also what lies before the checkpoint and beyond the end: nothing must.
  const absl::Status walked =
      ForEachEntry(database, chain, 1, std::numeric_limits<std::int64_t>::max() - 1, snapshot,
                   [&](std::int64_t at, const std::string& named_chain, const AuditEntry& entry) {
                     if (at != sequence + 1) {
                       return at > sequence ? BrokenAt(chain, sequence + 1, "is missing")
                                            : BrokenAt(chain, at, "lies before the checkpoint");
                     }
                     if (at > check.head.sequence)
                       return BrokenAt(chain, at, "lies beyond the end");
                     if (entry.sequence != at) return BrokenAt(chain, at, "has another number");
                     const absl::string_view fault = FaultOf(chain, named_chain, entry, hash);
                     if (!fault.empty()) return BrokenAt(chain, at, fault);
                     if (anchor && at == anchor->sequence && entry.hash != anchor->hash) {
                       return BrokenAt(chain, at, "is not that of the anchor");
                     }
                     ++check.entries;
                     for (const AuditEntry::Name& name : entry.names)
                       check.erased_names += name.name.empty();
                     sequence = at;
                     hash = entry.hash;
                     return absl::OkStatus();
                   });
  if (!walked.ok()) return walked;
  if (sequence != check.head.sequence) return BrokenAt(chain, sequence + 1, "is missing");
  if (hash != check.head.hash) return Broken(chain, "its head has been changed");
  return check;
}

absl::StatusOr<std::vector<std::string>> AuditChains(const Database& database) {
  const absl::Status damaged =
      absl::DataLossError(absl::StrCat(database.path(), ": an audit key is damaged"));
  std::set<std::string> chains;
  std::string chain;
  RangeIterator heads(database, ColumnFamily::kAudit, AuditHeadRange(), nullptr);
  for (; heads.Valid(); heads.Next()) {
    if (!ParseAuditHeadKey(heads.key(), chain)) return damaged;
    chains.insert(chain);
  }
  if (!heads.status().ok()) return heads.status();
  // Also those that have lost their heads.
  RangeIterator entries(database, ColumnFamily::kAudit, AllAuditEntriesRange(), nullptr);
  std::int64_t sequence = 0;
  while (entries.Valid()) {
    if (!ParseAuditSequenceKey(entries.key(), chain, sequence)) return damaged;
    chains.insert(chain);
    // No entry has the highest number.
    entries.Seek(AuditEntryKey(chain, std::numeric_limits<std::int64_t>::max()));
  }
  if (!entries.status().ok()) return entries.status();
  return std::vector<std::string>(chains.begin(), chains.end());
}

}  // namespace counterpoint::storage
