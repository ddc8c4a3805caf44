// What a process takes of the machine, as Linux tells it in /proc.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <cstdint>
#include <thread>
#include <vector>

namespace counterpoint::soak {

struct ProcessUse {
  std::int64_t resident_kib = 0;
  int threads = 0;
  int sockets = 0;      // Of the descriptors.
  int descriptors = 0;  // All, with the files of the store, which come and go.
};
// All 0 where there is no such process.
ProcessUse UseOf(pid_t process);

// Looks four times a second. For one thread.
class ProcessMeter {
 public:
  explicit ProcessMeter(pid_t process);
  ~ProcessMeter() { Stop(); }
  ProcessMeter(const ProcessMeter&) = delete;
  ProcessMeter& operator=(const ProcessMeter&) = delete;

  // What was seen, in order.
  const std::vector<ProcessUse>& Stop();

 private:
  std::atomic<bool> stopped_ = false;
  std::vector<ProcessUse> seen_;  // The thread's until it is joined.
  std::thread thread_;
};

// The most of [from, to) of what was seen, as shares of it: 0 to 1.
ProcessUse MostOf(const std::vector<ProcessUse>& seen, double from, double to);

}  // namespace counterpoint::soak
