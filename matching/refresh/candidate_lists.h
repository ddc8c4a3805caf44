// Candidates that have been found and not yet judged.
#pragma once

#include <array>
#include <cstddef>
#include <mutex>
#include <vector>

#include "matching/refresh/pool.h"

namespace counterpoint::matching {

struct Candidate {
  MemberPosition partner = 0;
  float bound = 0;  // Its score is at most this.
};

// A list for each member. To judge candidates one by one as they are found is to
// judge all that are better than those before them; of many the best bounds are
// judged first, and most of the others turn out not to need it. Thread-safe.
class CandidateLists {
 public:
  // Lists hold up to `most` candidates.
  CandidateLists(std::size_t members, std::size_t most);

  // True where the list is full and has to be taken.
  bool Add(MemberPosition member, Candidate candidate);
  // Empties the list into `taken`, the best bound first, ties in order of position.
  void Take(MemberPosition member, std::vector<Candidate>& taken);

 private:
  const std::size_t most_;
  std::vector<std::vector<Candidate>> lists_;
  std::array<std::mutex, 64> mutexes_;  // Of the member at a position by its remainder.
};

}  // namespace counterpoint::matching
