#include "clients/cli/session.h"

#include "clients/cli/json.h"
#include "clients/cli/resource_names.h"

namespace counterpoint::cli {

const client::Client& Session::client() {
  if (client_ == nullptr) {
    client::ConnectionOptions connection;
    connection.address = options_.server;
    connection.token = options_.identity.token;
    connection.credentials = options_.identity.credentials;
    if (options_.timeout_seconds) {
      connection.timeout = absl::Seconds(*options_.timeout_seconds);
      connection.search_timeout = connection.timeout;
    }
    client_ = std::make_unique<client::Client>(connection);
  }
  return *client_;
}

absl::StatusOr<std::string> Session::Alliance() const {
  if (options_.alliance.empty()) {
    return UsageError(
        "which alliance? Name it with --alliance ID, or in the variable COUNTERPOINT_ALLIANCE.\n"
        "See which there are: counterpoint alliance list");
  }
  return AllianceName(options_.alliance);
}

absl::StatusOr<std::string> Session::Named(const std::string& typed, NameOf name_of) const {
  if (typed.starts_with("alliances/")) return typed;
  const absl::StatusOr<std::string> alliance = Alliance();
  if (!alliance.ok()) return alliance.status();
  return name_of(*alliance, typed);
}

absl::StatusOr<std::string> Session::Member(const std::string& typed) const {
  return Named(typed, &MemberName);
}

absl::StatusOr<std::string> Session::Interaction(const std::string& typed) const {
  return Named(typed, &InteractionName);
}

absl::StatusOr<std::string> Session::MatchmakingSession(const std::string& typed) const {
  return Named(typed, &SessionName);
}

void Session::Note(const std::string& text) {
  if (!options_.quiet) *terminal_.err << text << "\n";
}

void Session::Show(const google::protobuf::Message& whole,
                   const std::vector<const google::protobuf::Message*>& items, const Table& table,
                   const std::string& if_empty) {
  switch (options_.output) {
    case Output::kJson:
      out() << ToJson(whole, /*indented=*/true) << "\n";
      return;
    case Output::kJsonLines:
      for (const auto* item : items) out() << ToJson(*item, /*indented=*/false) << "\n";
      return;
    case Output::kTable:
      break;
  }
  if (table.empty()) {
    Note(if_empty);
  } else {
    table.Print(out(), table_style());
  }
}

void Session::Show(const google::protobuf::Message& message, const Table& table) {
  Show(message, {&message}, table, "");
}

TableStyle Session::table_style() const {
  return {terminal_.out_is_terminal ? terminal_.width : 0, colored()};
}

}  // namespace counterpoint::cli
