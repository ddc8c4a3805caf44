#include "clients/cli/plan_progress.h"

#include "absl/strings/str_cat.h"
#include "clients/cli/text_width.h"
#include "clients/cli/wording.h"

namespace counterpoint::cli {
namespace {

std::string Count(int number, const char* what, const std::string& language) {
  return absl::StrCat(Wording(what, language), language == "zh" ? "：" : ": ", number);
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
