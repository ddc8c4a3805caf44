// How far an operation has come, on the terminal.
#pragma once

#include <ostream>
#include <string>
#include <utility>

#include "absl/time/time.h"
#include "counterpoint/v1/operation.pb.h"

namespace counterpoint::cli {

// "placing: 3 unplaced, 7 breaks (at least 5)": the phase, and the best plan so
// far, where there is one, with what no plan that is whole can do better. Of work
// that is done piece by piece: "judging, 1200/5000 members, 230/s, 17 s left".
std::string ProgressText(const v1::Operation& operation, const std::string& language);

// Shows progress: on a terminal as one line that is written over again and again,
// elsewhere as a line now and then. For one thread.
class PlanProgressLine {
 public:
  enum class Form { kNone, kLines, kRedrawn };
  struct Options {
    Form form = Form::kNone;
    int width = 80;  // Of the terminal, in cells.
    std::string language = "en";
    // Of lines; the first comes at once.
    absl::Duration pause = absl::Seconds(10);
  };
  PlanProgressLine(std::ostream* out, Options options) : out_(out), options_(std::move(options)) {}

  void Update(const v1::Operation& operation, absl::Time now);
  // Takes a line that is redrawn away again.
  void Clear();

 private:
  std::ostream* out_;
  const Options options_;
  std::string shown_;
  absl::Time shown_at_ = absl::InfinitePast();
};

}  // namespace counterpoint::cli
