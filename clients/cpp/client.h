// The client library of Counterpoint.
#pragma once

#include <memory>

#include "clients/cpp/alliances.h"
#include "clients/cpp/audit.h"
#include "clients/cpp/connection.h"
#include "clients/cpp/error.h"
#include "clients/cpp/interactions.h"
#include "clients/cpp/learning.h"
#include "clients/cpp/ledger.h"
#include "clients/cpp/matching.h"
#include "clients/cpp/members.h"
#include "clients/cpp/operations.h"
#include "clients/cpp/personal_data.h"
#include "clients/cpp/plans.h"
#include "clients/cpp/recommendations.h"
#include "clients/cpp/session_days.h"
#include "clients/cpp/sessions.h"
#include "clients/cpp/staff_rules.h"

namespace counterpoint::client {

// A connection to a Counterpoint server, with a part for each service. Make
// one and share it: it is thread-safe, and all calls go over one channel.
//
// Every call has a deadline and is repeated while the server is unavailable.
// Mutations get a random request id where the caller gives none, so that a
// repeated one is done once. Errors are absl::Status with the service's code
// and message; FieldViolations() tells which fields were wrong.
class Client {
 public:
  explicit Client(const ConnectionOptions& options = {}) : Client(OpenChannel(options), options) {}

  // Over a channel of the caller's making; the address of `options` is not used.
  Client(const std::shared_ptr<grpc::Channel>& channel, const ConnectionOptions& options)
      : alliances_(channel, options),
        audit_(channel, options),
        members_(channel, options),
        interactions_(channel, options),
        learning_(channel, options),
        ledger_(channel, options),
        matching_(channel, options),
        operations_(channel, options),
        personal_data_(channel, options),
        plans_(channel, options),
        recommendations_(channel, options),
        session_days_(channel, options),
        sessions_(channel, options),
        staff_rules_(channel, options) {}

  const Alliances& alliances() const { return alliances_; }
  const Audit& audit() const { return audit_; }
  const Members& members() const { return members_; }
  const Interactions& interactions() const { return interactions_; }
  const Learning& learning() const { return learning_; }
  const Ledgers& ledger() const { return ledger_; }
  const Matching& matching() const { return matching_; }
  const Operations& operations() const { return operations_; }
  const PersonalData& personal_data() const { return personal_data_; }
  const Plans& plans() const { return plans_; }
  const Recommendations& recommendations() const { return recommendations_; }
  const Sessions& sessions() const { return sessions_; }
  const SessionDays& session_days() const { return session_days_; }
  const StaffRules& staff_rules() const { return staff_rules_; }

 private:
  Alliances alliances_;
  Audit audit_;
  Members members_;
  Interactions interactions_;
  Learning learning_;
  Ledgers ledger_;
  Matching matching_;
  Operations operations_;
  PersonalData personal_data_;
  Plans plans_;
  Recommendations recommendations_;
  SessionDays session_days_;
  Sessions sessions_;
  StaffRules staff_rules_;
};

}  // namespace counterpoint::client
