#include "service/sessions/session_states.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/conversion/session_record.h"

namespace counterpoint::service {
namespace {

using State = v1::Session::State;

constexpr std::array<std::pair<State, State>, 5> kSteps = {
    {{v1::Session::PUBLISHED, v1::Session::RUNNING},
     {v1::Session::RUNNING, v1::Session::CLOSED},
     {v1::Session::CLOSED, v1::Session::RUNNING},
     {v1::Session::RUNNING, v1::Session::PUBLISHED},
     {v1::Session::PUBLISHED, v1::Session::PLANNED}}};

// How the state is reached where no step leads to it.
std::string Advice(State to) {
  switch (to) {
    case v1::Session::DRAFT:
      return "copy the session to begin anew";
    case v1::Session::PLANNED:
      return "plan the session, or take it back to PUBLISHED first";
    case v1::Session::PUBLISHED:
      return "publish a plan of it";
    case v1::Session::RUNNING:
      return "publish a plan of it first";
    default:
      return "it has to be RUNNING first";
  }
}

}  // namespace

v1::Session NewSession(const conversion::SessionName& name, const v1::Session& described) {
  v1::Session session = described;
  session.set_name(conversion::FormatSessionName(name.alliance, name.session));
  session.set_state(v1::Session::DRAFT);
  session.clear_published_plan();
  session.clear_etag();
  session.clear_create_time();
  session.clear_update_time();
  conversion::NameSlots(session);
  return session;
}

absl::Status CheckNotClosed(const v1::Session& session) {
  if (session.state() != v1::Session::CLOSED) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat(session.name(), " is CLOSED; set its state to RUNNING to change something"));
}

absl::Status Step(v1::Session::State to, v1::Session& session) {
  const std::pair<State, State> step = {session.state(), to};
  if (std::find(kSteps.begin(), kSteps.end(), step) == kSteps.end()) {
    return absl::FailedPreconditionError(absl::StrCat(
        session.name(), " is ", v1::Session::State_Name(session.state()),
        ", from where no step leads to ", v1::Session::State_Name(to), "; ", Advice(to)));
  }
  session.set_state(to);
  if (to == v1::Session::PLANNED) session.clear_published_plan();
  return absl::OkStatus();
}

}  // namespace counterpoint::service
