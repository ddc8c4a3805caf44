#include "clients/cli/plan_progress.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "clients/cli/text_width.h"
#include "clients/cli/wording.h"

namespace counterpoint::cli {
namespace {

std::string Count(int number, const char* what, const std::string& language) {
  return absl::StrCat(Wording(what, language), language == "zh" ? "：" : ": ", number);
}

// "█████░░░░░ 52%  52,000 of 100,000 members, 210/s, ends 15:04:10".
std::string WorkText(const v1::WorkProgress& progress, const std::string& language) {
  constexpr int kCells = 20;
  const double share = progress.total() > 0
                           ? std::min(1.0, static_cast<double>(progress.done()) /
                                               static_cast<double>(progress.total()))
                           : 0;
  std::string text;
  for (int i = 0; i < kCells; ++i) text += i < static_cast<int>(share * kCells) ? "█" : "░";
  absl::StrAppend(&text, " ", static_cast<int>(share * 100), "%  ", progress.done(), "/",
                  progress.total(), " ", Wording(progress.unit(), language));
  if (progress.rate() > 0) {
    absl::StrAppend(&text, ", ", absl::StrFormat("%.0f", progress.rate()), "/s");
  }
  if (progress.has_estimated_end_time()) {
    absl::StrAppend(
        &text, language == "zh" ? "，" : ", ", Wording("ends", language), " ",
        absl::FormatTime("%H:%M:%S", absl::FromUnixSeconds(progress.estimated_end_time().seconds()),
                         absl::LocalTimeZone()));
  }
  return text;
}

}  // namespace

std::string ProgressText(const v1::Operation& operation, const std::string& language) {
  std::string text = Wording(operation.phase(), language);
  const v1::PlanProgress& progress = operation.plan_progress();
  if (operation.has_work_progress()) {
    return absl::StrCat(text, " ", WorkText(operation.work_progress(), language));
  }
  const char* comma = language == "zh" ? "，" : ", ";
  if (progress.has_unplaced()) {
    absl::StrAppend(&text, text.empty() ? "" : comma,
                    Count(progress.unplaced(), "unplaced", language));
  }
  if (progress.has_breaks()) {
    absl::StrAppend(&text, comma, Count(progress.breaks(), "breaks", language));
  }
  if (operation.has_plan_progress()) {
    absl::StrAppend(&text, comma, Count(progress.bound(), "at least", language));
  }
  if (progress.has_breaks() && progress.unplaced() == 0) {
    absl::StrAppend(&text, comma, Count(progress.breaks() - progress.bound(), "gap", language));
  }
  return text;
}

void PlanProgressLine::Update(const v1::Operation& operation, absl::Time now) {
  if (options_.form == Form::kNone || operation.state() != v1::Operation::RUNNING) return;
  std::string text = ProgressText(operation, options_.language);
  if (text == shown_) return;
  if (options_.form == Form::kLines && now - shown_at_ < options_.pause) return;
  if (options_.form == Form::kRedrawn) {
    *out_ << "\r\033[K" << TruncateToWidth(text, options_.width - 1) << std::flush;
  } else {
    *out_ << text << std::endl;
  }
  shown_ = std::move(text);
  shown_at_ = now;
}

void PlanProgressLine::Clear() {
  if (options_.form == Form::kRedrawn && !shown_.empty()) *out_ << "\r\033[K" << std::flush;
  shown_.clear();
}

}  // namespace counterpoint::cli
