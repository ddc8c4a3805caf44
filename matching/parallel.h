// How the mathematics uses threads: those that its caller lends it.
#pragma once

#include <functional>

namespace counterpoint::matching {

// Runs body(0) ... body(tasks - 1), in any order and on any threads, and
// returns when all are done.
using ParallelFor = std::function<void(int tasks, const std::function<void(int)>& body)>;

inline void RunInTurn(int tasks, const std::function<void(int)>& body) {
  for (int i = 0; i < tasks; ++i) body(i);
}

}  // namespace counterpoint::matching
