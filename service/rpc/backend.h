// What the methods of all services work with.
#pragma once

#include <functional>

#include "absl/time/time.h"
#include "matching/ranking/ranking.h"
#include "service/alliances/alliance_locks.h"
#include "service/alliances/known_alliance.h"
#include "service/embedding/embedder.h"
#include "service/feedback/feedback.h"
#include "service/live_index/live_index.h"
#include "service/live_index/snapshot_pins.h"
#include "service/operations/operations.h"
#include "service/recommendations/generations.h"
#include "service/staff_rules/rules_in_force.h"
#include "service/threads/commit_signal.h"
#include "storage/store.h"

namespace counterpoint::service {

class CallGate;

// Borrows everything. Each part is thread-safe.
struct Backend {
  storage::Store& store;
  AllianceReader& alliances;
  AllianceLocks& locks;
  // Writers of an alliance's sessions, and of what is within them, hold its lock
  // alone, from reading to the end of the commit: they are few, and what they
  // write has to agree. Taken before the lock of the alliance.
  AllianceLocks& session_locks;
  LiveIndex& live_index;
  SnapshotPins& pins;
  CommitSignal& commits;
  Operations& operations;
  Generations& generations;
  Feedback& feedback;
  RulesInForce& staff_rules;
  matching::ParallelFor parallel;
  std::function<absl::Time()> clock;
  Embedder* embedder;  // Null: no embedding server is configured.
  CallGate& gate;
};

}  // namespace counterpoint::service
