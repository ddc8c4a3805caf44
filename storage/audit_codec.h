// The bytes of the audit trail. Field numbers are on disk: never change or reuse one.
// They are listed in storage/README.md.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "storage/audit.h"
#include "storage/key_layout.h"

namespace counterpoint::storage {

std::string AuditHeadKey(absl::string_view chain);
std::string AuditEntryKey(absl::string_view chain, std::int64_t sequence);
std::string AuditNamesKey(absl::string_view chain, std::int64_t sequence);
// Entries, and their names, from `first` up to and with `last`.
KeyRange AuditEntryRange(absl::string_view chain, std::int64_t first, std::int64_t last);
KeyRange AuditNamesRange(absl::string_view chain, std::int64_t first, std::int64_t last);
// The heads of all chains, in order of their names, the entries and the names of all.
KeyRange AuditHeadRange();
KeyRange AllAuditEntriesRange();
KeyRange AllAuditNamesRange();

// False where the key is not such a one.
bool ParseAuditHeadKey(absl::string_view key, std::string& chain);
bool ParseAuditSequenceKey(absl::string_view key, std::string& chain, std::int64_t& sequence);

// What the digest of a name in an entry is.
std::string AuditNameDigest(absl::string_view salt, absl::string_view name);

// SHA-256 of the entry's canonical bytes: its chain and all fields but its hash.
std::string AuditHash(absl::string_view chain, const AuditEntry& entry);

std::string EncodeAuditHead(const AuditHead& head);
// All but salts and names, which are a value of their own.
std::string EncodeAuditEntry(absl::string_view chain, const AuditEntry& entry);
std::string EncodeAuditNames(absl::Span<const AuditEntry::Name> names);

// Errors: DATA_LOSS.
absl::StatusOr<AuditHead> DecodeAuditHead(absl::string_view value);
// `chain` is set to the one that the entry says it is of.
absl::StatusOr<AuditEntry> DecodeAuditEntry(absl::string_view value, std::string& chain);
// Salts and names, without digests.
absl::StatusOr<std::vector<AuditEntry::Name>> DecodeAuditNames(absl::string_view value);
// Adds salts and names to a decoded entry, which has as many digests.
absl::Status DecodeAuditNames(absl::string_view value, AuditEntry& entry);

}  // namespace counterpoint::storage
