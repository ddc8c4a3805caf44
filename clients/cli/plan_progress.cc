#include "clients/cli/plan_progress.h"

#include <cmath>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "clients/cli/text_width.h"
#include "clients/cli/wording.h"

namespace counterpoint::cli {
namespace {

std::string Count(int number, const char* what, const std::string& language) {
  return absl::StrCat(Wording(what, language), language == "zh" ? "：" : ": ", number);
}

// "1200/5000 members, 230/s, 17 s left"
std::string WorkText(const v1::WorkProgress& work, const std::string& language) {
  const char* comma = language == "zh" ? "，" : ", ";
  std::string text =
      absl::StrCat(work.done(), "/", work.total(), " ", Wording(work.unit(), language));
  if (work.rate() <= 0) return text;
  const auto left = static_cast<std::int64_t>(
      std::ceil(static_cast<double>(work.total() - work.done()) / work.rate()));
  absl::StrAppend(
      &text, comma, absl::StrFormat("%.0f/s", work.rate()), comma,
      language == "zh" ? absl::StrCat("还需 ", left, " 秒") : absl::StrCat(left, " s left"));
  return text;
}

}  // namespace

std::string ProgressText(const v1::Operation& operation, const std::string& language) {
  std::string text = Wording(operation.phase(), language);
  const v1::PlanProgress& progress = operation.plan_progress();
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
  if (operation.has_work_progress()) {
    absl::StrAppend(&text, text.empty() ? "" : comma,
                    WorkText(operation.work_progress(), language));
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
