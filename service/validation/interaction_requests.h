// Requests of InteractionService. Every violation is collected with its path
// from the request.
#pragma once

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "counterpoint/v1/interaction_service.pb.h"
#include "service/validation/setting.h"
#include "service/validation/violations.h"

namespace counterpoint::validation {

// All but whether the members exist and what the attribution tokens name. Times must not lie after
// `setting.now`.
void Check(const v1::BatchRecordInteractionsRequest& request, const Setting& setting,
           Violations& violations);

// A message of a stream, but for what is in its interactions. `parent` is that of
// the first message; empty for it.
void CheckRecording(const v1::RecordInteractionsRequest& request, absl::string_view parent,
                    Violations& violations);
// One interaction of a message by itself, as above.
void CheckRecorded(const v1::RecordInteractionsRequest& request, int index, const Setting& setting,
                   Violations& violations);

// The names of the interactions of one request. Borrows them. Not thread-safe.
class InteractionNames {
 public:
  // False, with a violation, where an earlier one has the name.
  bool Check(int index, const v1::Interaction& interaction, Violations& violations);

 private:
  absl::flat_hash_map<absl::string_view, int> seen_;  // Position of the first.
};

void Check(const v1::GetInteractionRequest& request, Violations& violations);
void Check(const v1::ListInteractionsRequest& request, Violations& violations);
void Check(const v1::DeleteInteractionRequest& request, Violations& violations);

}  // namespace counterpoint::validation
