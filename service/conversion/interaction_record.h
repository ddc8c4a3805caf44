// Interactions between the API and the store.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "counterpoint/v1/interaction.pb.h"
#include "storage/record.h"

namespace counterpoint::conversion {

// The bytes to store: all but name and time of recording, the two members and the
// staff rule by their ids alone. Equal interactions give equal bytes.
// REQUIRES: the names of the members are valid.
std::string PayloadOf(const v1::Interaction& interaction);

// What is stored: the members are ids. Errors: DATA_LOSS naming the interaction
// where the payload cannot be read.
absl::StatusOr<v1::Interaction> StoredInteractionOf(absl::string_view alliance,
                                                    const storage::Record& record);

// The interaction as the API shows it: names in full, the time of recording
// where it has none of its own. Errors: as StoredInteractionOf().
absl::StatusOr<v1::Interaction> InteractionOf(absl::string_view alliance,
                                              const storage::Record& record);

// Whether it says something else of the two members in the other order: who did
// not come, rated, looked, saved, accepted or declined.
bool IsDirected(v1::InteractionKind kind);

// Whether the two say the same in all that a caller can set, the members in either
// order unless the kind is directed. A time that `said` leaves out agrees with any,
// and so does a place beside an attribution token, as it may have been filled in.
// Names are not compared. `kept` is as InteractionOf() gives it.
bool SayTheSame(const v1::Interaction& said, const v1::Interaction& kept);

}  // namespace counterpoint::conversion
