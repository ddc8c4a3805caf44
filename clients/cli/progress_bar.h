// How far a long command has come.
#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <utility>

#include "absl/time/time.h"

namespace counterpoint::cli {

// One line on a terminal that is written over again and again, at most ten
// times a second. For one thread.
class ProgressBar {
 public:
  // `total` in bytes; 0 where it is not known. `items` says what is counted:
  // "members". Nothing is drawn unless `shown`.
  ProgressBar(std::ostream* out, int width, int64_t total, std::string items, bool shown)
      : out_(out), width_(width), total_(total), items_(std::move(items)), shown_(shown) {}

  void Update(int64_t bytes, int64_t items, int64_t rejected);
  // Takes the line away again.
  void Clear();

 private:
  std::ostream* out_;
  const int width_;
  const int64_t total_;
  const std::string items_;
  const bool shown_;
  absl::Time drawn_ = absl::InfinitePast();
};

}  // namespace counterpoint::cli
