// Pairs of participants.
#pragma once

#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "counterpoint/v1/session.pb.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "service/validation/field_path.h"
#include "service/validation/violations.h"

namespace counterpoint::validation {

// The two names in order, so that a pair has one key.
using PairKey = std::pair<std::string, std::string>;
PairKey KeyOf(const v1::MeetingPair& pair);

// Where a pair stands in a list, by its key: the first place.
using PairPlaces = absl::flat_hash_map<PairKey, int>;

// Two different members of the alliance, or of one and the same where that is
// empty.
void CheckPair(const FieldPath& path, const v1::MeetingPair& pair, absl::string_view alliance,
               Violations& violations);

// At most 20,000 such pairs, each once, whatever the order of the two.
PairPlaces CheckPairs(const FieldPath& parent, absl::string_view name,
                      const google::protobuf::RepeatedPtrField<v1::MeetingPair>& pairs,
                      absl::string_view alliance, Violations& violations);

inline constexpr int kMostPairs = 20'000;

}  // namespace counterpoint::validation
