#include "clients/cli/progress_bar.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clients/cli/text_width.h"

namespace counterpoint::cli {

void ProgressBar::Update(int64_t bytes, int64_t items, int64_t rejected) {
  const absl::Time now = absl::Now();
  if (!shown_ || now - drawn_ < absl::Milliseconds(100)) return;
  drawn_ = now;
  std::string line;
  if (total_ > 0) {
    constexpr int kCells = 24;
    const double share = std::min(1.0, static_cast<double>(bytes) / static_cast<double>(total_));
    const int filled = static_cast<int>(share * kCells);
    for (int i = 0; i < kCells; ++i) line += i < filled ? "█" : "░";
    absl::StrAppend(&line, " ", static_cast<int>(share * 100), "%  ");
  }
  absl::StrAppend(&line, items, " ", items_);
  if (rejected > 0) absl::StrAppend(&line, ", ", rejected, " rejected");
  *out_ << "\r\033[K" << TruncateToWidth(line, width_ - 1) << std::flush;
}

void ProgressBar::Clear() {
  if (drawn_ > absl::InfinitePast()) *out_ << "\r\033[K" << std::flush;
}

}  // namespace counterpoint::cli
