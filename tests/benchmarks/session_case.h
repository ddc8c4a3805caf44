// Cases of sessions of any size for the benchmarks, and published plans of them.
#pragma once

#include <cstdint>
#include <vector>

#include "matching/session/session_case.h"
#include "matching/session/session_plan.h"
#include "tests/benchmarks/sample_session.h"

namespace counterpoint::benchmarks {

struct PublishedCase {
  matching::SessionCase session;
  std::vector<matching::PlacedMeeting> published;
};

// A session as MakeSession makes it, a tenth of its tables with a screen and a
// twentieth of its meetings in need of one, planned with so many moves of local
// search; with as many further pairs that may meet as there are meetings.
PublishedCase MakePublishedCase(const SessionShape& shape, std::uint64_t seed, std::int64_t moves);

}  // namespace counterpoint::benchmarks
