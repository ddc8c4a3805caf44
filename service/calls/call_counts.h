// What is counted over all calls.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "service/calls/call_trace.h"

namespace counterpoint::service {

// Why a call was refused, or ended before its work.
enum class Shed {
  kRate,           // The caller has used up its units.
  kCalls,          // Too many calls are under way.
  kCallsOfCaller,  // Too many of the caller.
  kStreams,        // Too many streams are open.
  kStreamsOfCaller,
  kQueue,      // Too many calls wait for a thread.
  kExpired,    // The caller had gone before a thread was free.
  kAbandoned,  // The caller went while members were scanned.
  kStalled,    // The client of a stream did not read.
};
inline constexpr std::size_t kSheds = 9;
absl::string_view ShedName(Shed shed);

// Thread-safe.
struct CallCounts {
  std::atomic<int> calls = 0;  // Under way, without single reads and streams.
  std::atomic<int> streams = 0;
  std::array<std::atomic<std::int64_t>, kSheds> shed{};
  std::array<std::atomic<std::int64_t>, kStages> stage_nanos{};
  // Parts of scans that were worked on for calls, and left out as the caller had gone.
  std::atomic<std::int64_t> parts_done = 0;
  std::atomic<std::int64_t> parts_left_out = 0;

  void Count(Shed why) { ++shed[static_cast<std::size_t>(why)]; }
};

}  // namespace counterpoint::service
