// The client library of Counterpoint.
#pragma once

#include <memory>

#include "clients/cpp/connection.h"

namespace counterpoint::client {

class Alliances;
class Audit;
class Backups;
class Interactions;
class Learning;
class Ledgers;
class Matching;
class Members;
class Operations;
class PersonalData;
class Plans;
class Recommendations;
class SessionDays;
class Sessions;
class StaffRules;

// A connection to a Counterpoint server, with a part for each service. Whoever
// calls a part includes its header: "clients/cpp/matching.h" for matching(). Make
// one and share it: it is thread-safe, and all calls go over one channel.
//
// Every call has a deadline and is repeated while the server is unavailable.
// Mutations get a random request id where the caller gives none, so that a
// repeated one is done once. Errors are absl::Status with the service's code
// and message; FieldViolations() tells which fields were wrong.
class Client {
 public:
  explicit Client(const ConnectionOptions& options = {});
  // Over a channel of the caller's making; the address of `options` is not used.
  Client(const std::shared_ptr<grpc::Channel>& channel, const ConnectionOptions& options);
  ~Client();

  const Alliances& alliances() const;
  const Audit& audit() const;
  const Backups& backups() const;
  const Members& members() const;
  const Interactions& interactions() const;
  const Learning& learning() const;
  const Ledgers& ledger() const;
  const Matching& matching() const;
  const Operations& operations() const;
  const PersonalData& personal_data() const;
  const Plans& plans() const;
  const Recommendations& recommendations() const;
  const SessionDays& session_days() const;
  const Sessions& sessions() const;
  const StaffRules& staff_rules() const;

 private:
  struct Parts;
  const std::unique_ptr<const Parts> parts_;
};

}  // namespace counterpoint::client
