#include "tests/soak/process_meter.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace counterpoint::soak {

ProcessUse UseOf(pid_t process) {
  ProcessUse use;
  const std::string folder = absl::StrCat("/proc/", process);
  std::ifstream status(folder + "/status");
  for (std::string word; status >> word;) {
    if (word == "VmRSS:") status >> use.resident_kib;
    if (word == "Threads:") status >> use.threads;
  }
  std::error_code error;
  std::filesystem::directory_iterator descriptor(folder + "/fd", error);
  for (; !error && descriptor != std::filesystem::directory_iterator();
       descriptor.increment(error)) {
    ++use.descriptors;
    // It may be closed by now.
    std::error_code gone;
    const std::string target = std::filesystem::read_symlink(descriptor->path(), gone);
    if (absl::StartsWith(target, "socket:")) ++use.sockets;
  }
  return use;
}

ProcessMeter::ProcessMeter(pid_t process)
    : thread_([this, process] {
        while (!stopped_) {
          seen_.push_back(UseOf(process));
          absl::SleepFor(absl::Milliseconds(250));
        }
      }) {}

const std::vector<ProcessUse>& ProcessMeter::Stop() {
  stopped_ = true;
  if (thread_.joinable()) thread_.join();
  return seen_;
}

ProcessUse MostOf(const std::vector<ProcessUse>& seen, double from, double to) {
  const auto place = [&](double share) {
    return static_cast<std::size_t>(share * static_cast<double>(seen.size()));
  };
  ProcessUse most;
  for (std::size_t i = place(from); i < std::min(place(to), seen.size()); ++i) {
    most.resident_kib = std::max(most.resident_kib, seen[i].resident_kib);
    most.threads = std::max(most.threads, seen[i].threads);
    most.sockets = std::max(most.sockets, seen[i].sockets);
    most.descriptors = std::max(most.descriptors, seen[i].descriptors);
  }
  return most;
}

}  // namespace counterpoint::soak
