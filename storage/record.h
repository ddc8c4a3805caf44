// What is kept: records of a collection, the writes that change them and the
// changes that the log remembers.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace counterpoint::storage {

// Kinds of record. The numbers are on disk: never change or reuse one.
enum class Collection : std::uint8_t {
  kAlliance = 1,  // One record, id "", in each alliance.
  kMember = 2,
  kInteraction = 3,
  kSession = 4,
  kParticipant = 5,
  kPlan = 6,
  kMeetingOutcome = 7,
  kOperation = 8,
  kStaffRule = 9,
  kGeneration = 10,       // By number.
  kGenerationBlock = 11,  // Parts of generations, by number and place.
  kPublication = 12,      // What of the generations is current.
  kPolicyProposal = 13,   // By number.
};

// A record as it is at some revision. The payload's meaning is the caller's.
struct Record {
  std::string id;
  std::string payload;
  std::int64_t create_revision = 0;  // Commit that created it.
  std::int64_t revision = 0;         // Commit that last wrote it.
  absl::Time create_time;            // Whole microseconds.
  absl::Time update_time;            // Whole microseconds.
  // From then on Sweep deletes it; until it has, the record is seen as any.
  // Whole microseconds, or never.
  absl::Time expire_time = absl::InfiniteFuture();
};

// What has to hold for a write to take place.
struct Precondition {
  enum class Kind { kNone, kMustNotExist, kMustExist, kRevision };
  Kind kind = Kind::kNone;
  std::int64_t revision = 0;  // For kRevision: the record's present revision.

  static Precondition None() { return {}; }
  static Precondition MustNotExist() { return {Kind::kMustNotExist, 0}; }
  static Precondition MustExist() { return {Kind::kMustExist, 0}; }
  static Precondition AtRevision(std::int64_t r) { return {Kind::kRevision, r}; }
};

// One record's change within a commit.
struct Write {
  enum class Kind { kPut, kDelete };
  Kind kind = Kind::kPut;
  Collection collection = Collection::kMember;
  std::string id;
  std::string payload;                              // For kPut.
  absl::Time expire_time = absl::InfiniteFuture();  // For kPut.
  Precondition precondition;
};

// What a commit has brought about. A repeated request has that of the first.
struct CommitResult {
  std::int64_t revision = 0;  // Of the alliance, after the commit.
  absl::Time commit_time;     // Whole microseconds.
  std::string reply;          // Of CommitRequest::make_reply.
  bool repeated = false;      // The request id had been seen before.
};

// Writes to one alliance that take place together or not at all.
struct CommitRequest {
  std::string alliance;
  std::vector<Write> writes;  // At most one for each record.
  // Optional. A repetition within the retention window changes nothing and
  // returns the first one's result, whatever its own writes and preconditions.
  // A request that failed or had no writes is not remembered.
  std::string request_id;
  // What the request asks for, in any form; a request id that comes back with
  // another fingerprint is INVALID_ARGUMENT.
  std::string fingerprint;
  // Makes the reply that is kept with the request id, once revision and time
  // are known. Called before Commit returns, perhaps by another thread that
  // shares a sync with this one; must be quick and must not call the store.
  std::function<std::string(const CommitResult&)> make_reply;
};

enum class ChangeKind : std::uint8_t {  // The numbers are on disk.
  kCreated = 1,
  kUpdated = 2,
  kDeleted = 3,
  kExpired = 4,
};

// An entry of the change log.
struct Change {
  std::int64_t revision = 0;
  Collection collection = Collection::kMember;
  ChangeKind kind = ChangeKind::kUpdated;
  std::string id;
  absl::Time commit_time;
};

}  // namespace counterpoint::storage
