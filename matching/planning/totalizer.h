// Unary sums of literals.
#pragma once

#include <vector>

#include "matching/planning/cnf.h"

namespace counterpoint::matching {

enum class SumDirection {
  kUp,    // Where k inputs hold, so does output k.
  kBoth,  // And where output k holds, so do k inputs.
};

// Literals o of which o[k - 1] says "at least k of the inputs", for k from 1 to
// the lesser of the number of inputs that are not kFalse and `most`; what would
// be above `most` is not counted. A balanced tree of sums of two (Bailleux and
// Boufkhad, 2003): n inputs cost about n x most clauses on each of log n levels.
std::vector<Literal> AddTotalizer(Cnf& cnf, const std::vector<Literal>& inputs, int most,
                                  SumDirection direction);

}  // namespace counterpoint::matching
