// The audit trail: chains of entries, each of which holds the hash of the one before.
//
// What is entered of an event is its payload and the names that it is about. The
// payload stays as it is; names can be erased, as an entry holds no more of a name
// than a digest of it with a salt that goes with the name.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace counterpoint::storage {

// The chain of what belongs to no alliance. Those of alliances have their ids.
inline constexpr char kServerAuditChain[] = "";

// What is to be entered.
struct AuditEvent {
  std::string payload;             // Its meaning is the caller's.
  std::vector<std::string> names;  // Not empty each.
};

struct AuditEntry {
  struct Name {
    std::string digest;  // SHA-256 of salt and name.
    std::string salt;
    std::string name;  // Empty: erased, and the salt with it.
  };

  std::int64_t sequence = 0;  // From 1, without gaps.
  absl::Time time;            // Whole microseconds; never goes back within a chain.
  std::string payload;
  std::vector<Name> names;
  std::string previous_hash;  // Of the entry before; empty in the first.
  std::string hash;           // SHA-256 over all of the above but names and salts.
};

// Where a chain stands. All 0 and empty for one without entries.
struct AuditHead {
  std::int64_t sequence = 0;  // Of the last entry.
  std::string hash;           // Of the last entry.
  std::int64_t micros = 0;    // Of the last entry, microseconds since 1970.
  // The checkpoint: the last entry that retention has removed.
  std::int64_t trimmed_sequence = 0;
  std::string trimmed_hash;
  // Of the entry that tells how the alliance was dropped, the last time; 0: never.
  // What comes later is of another alliance with the same id.
  std::int64_t dropped_sequence = 0;
};

// An entry that is known from elsewhere to have been in a chain.
struct AuditAnchor {
  std::int64_t sequence = 0;
  std::string hash;  // 32 bytes.
};

// What a chain that holds is made of.
struct AuditCheck {
  std::string chain;
  AuditHead head;
  std::int64_t entries = 0;
  std::int64_t erased_names = 0;
};

}  // namespace counterpoint::storage
