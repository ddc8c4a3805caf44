#include "clients/cli/await_operation.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clients/cli/interrupt.h"
#include "clients/cli/operation_tables.h"
#include "clients/cli/plan_progress.h"
#include "clients/cpp/error.h"
#include "clients/cpp/operations.h"

namespace counterpoint::cli {

absl::StatusOr<v1::Operation> AwaitOperation(Session& session, const std::string& name,
                                             std::function<bool()> cancel) {
  using Form = PlanProgressLine::Form;
  PlanProgressLine::Options shown;
  shown.width = session.terminal().width;
  shown.language = session.options().language;
  if (!session.options().quiet) {
    shown.form = session.terminal().err_is_terminal ? Form::kRedrawn : Form::kLines;
  }
  PlanProgressLine line(session.terminal().err, shown);
  client::AwaitOptions options;
  options.on_change = [&](const v1::Operation& now) { line.Update(now, absl::Now()); };
  options.cancel = std::move(cancel);
  auto ended = session.client().operations().AwaitEnd(name, options);
  line.Clear();
  if (absl::IsUnavailable(ended.status()) || absl::IsDeadlineExceeded(ended.status())) {
    session.Note(absl::StrCat("Go on with: counterpoint operation wait ", name));
  }
  return ended;
}

absl::Status OutcomeOf(const v1::Operation& operation) {
  if (operation.state() == v1::Operation::FAILED) return client::FromProto(operation.error());
  if (operation.state() != v1::Operation::CANCELLED) return absl::OkStatus();
  return absl::CancelledError(absl::StrCat(operation.name(), " was cancelled"));
}

absl::StatusOr<std::optional<std::string>> Follow(Session& session, const v1::Operation& begun,
                                                  bool no_wait) {
  if (no_wait) {
    session.Show(begun, OperationDetail(begun, session.options().language));
    session.Note(absl::StrCat("Follow it: counterpoint operation wait ", begun.name()));
    return std::nullopt;
  }
  const Interrupt interrupt;
  const auto ended = AwaitOperation(session, begun.name(), [&] { return interrupt.noted(); });
  if (!ended.ok()) return ended.status();
  const absl::Status outcome = OutcomeOf(*ended);
  if (!outcome.ok()) return outcome;
  return ended->result();
}

}  // namespace counterpoint::cli
