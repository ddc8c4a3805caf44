// A soak from its beginning to its end.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "tests/soak/call_table.h"
#include "tests/soak/forbidden.h"
#include "tests/soak/model_writer.h"
#include "tests/soak/process_meter.h"
#include "tests/soak/soak_alliance.h"
#include "tests/soak/soak_server.h"

namespace counterpoint::soak {

struct SoakOptions {
  absl::Duration duration = absl::Seconds(10);
  double factor = 2;  // Of what the server can do.
  int members = 200;  // Of each alliance; at least as many as the session has participants.
  // What is held against it, besides that every answer is right; zero: nothing, as where
  // others use the machine.
  absl::Duration most_of_accepted = absl::Seconds(3);  // The 99th percentile of each kind.
  absl::Duration most_of_probes = absl::Seconds(1);    // Of health and single reads.
};

// Runs each phase once, in order.
class SoakRun {
 public:
  explicit SoakRun(const SoakOptions& options) : options_(options) {}

  // Prints what it sees. How much was found to be wrong; -1 where it could not be run.
  int Run();

 private:
  absl::Status Begin();
  // Everything at once, for the duration; what the process took meanwhile.
  std::vector<ProcessUse> Soak(double per_second);
  // Calls `step` until the soak is over, on a thread of its own.
  void Repeat(std::function<void()> step);
  void CheckMemory(const std::vector<ProcessUse>& seen);
  void CheckTimes();
  // Waits until the server holds no more threads and connections than before.
  void CheckAllIsGivenBack(const ProcessUse& before);
  // With streams open, and what the server knows afterwards.
  absl::Status CheckDrainAndRestart();

  const SoakOptions options_;
  SoakServer server_;
  QuietAnswers quiet_;
  Forbidden forbidden_;
  CallTable table_;
  Findings findings_;
  std::vector<std::unique_ptr<ModelWriter>> writers_;
  absl::Notification over_;
  std::vector<std::thread> threads_;
};

}  // namespace counterpoint::soak
