// How generations share the pools and lists that have not changed.
//
// A generation that is made from another one writes what is new, and names whose
// blocks hold the rest: its layers, oldest first, itself last. What a member has in a
// layer goes before what it has in those before it. So that no generation is read
// from more than kMostLayers, each also writes a part of what has not changed: that
// of the members whose turn it is, chosen by id, so that after kMostLayers
// generations everything has been written again and the oldest layer is no longer
// needed. The cost of that is the same for each; none writes all at once.
//
// Positions in a layer are of the members that the generation which wrote it had.
// Ids of members are shared in the same manner, by the number of one generation.
#pragma once

#include <cstddef>
#include <vector>

#include "absl/strings/string_view.h"
#include "counterpoint/stored/generation_record.pb.h"

namespace counterpoint::service {

inline constexpr int kMostLayers = 16;

using Layers = google::protobuf::RepeatedPtrField<stored::GenerationLayer>;

// Which generation's ids of members are those of this one.
int MembersOf(int number, const stored::GenerationRecord& record);

// What pools and lists are read from, the newest first; itself at least.
std::vector<stored::GenerationLayer> PoolLayers(int number, const stored::GenerationRecord& record);
std::vector<stored::GenerationLayer> ListLayers(int number, const stored::GenerationRecord& record);

// Whether a member's pool and list are written again in a generation of this turn.
bool IsItsTurn(absl::string_view member, int turn);

// Puts `own` on top of the layers of a base. False, and nothing is changed, where it
// is better to write everything: half of the `members` are in `own`, or layers hold
// together four times as much as they have to. REQUIRES: `base` is as PoolLayers() and
// ListLayers() give it.
bool AddLayer(const std::vector<stored::GenerationLayer>& base, const stored::GenerationLayer& own,
              std::size_t members, Layers& layers);

}  // namespace counterpoint::service
