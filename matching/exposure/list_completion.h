// Lists within capacities that are as long as they can be.
#pragma once

#include "matching/exposure/list_transport.h"

namespace counterpoint::matching {

// Fills as many places as any choice within the capacities can, by alternating
// paths: a row with an empty place takes a candidate whose column has room, or
// takes over one from a row that has another one to go to, and so on. Rows keep as
// many candidates as they have. What a failed search has seen serves no later one
// either, so all failures together cost one pass over the candidates.
// REQUIRES: `choice` is within the capacities.
void CompleteLists(const ListTransport& problem, ListChoice& choice);

}  // namespace counterpoint::matching
