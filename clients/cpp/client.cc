#include "clients/cpp/client.h"

#include "clients/cpp/alliances.h"
#include "clients/cpp/audit.h"
#include "clients/cpp/backups.h"
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

struct Client::Parts {
  const Alliances alliances;
  const Audit audit;
  const Backups backups;
  const Members members;
  const Interactions interactions;
  const Learning learning;
  const Ledgers ledger;
  const Matching matching;
  const Operations operations;
  const PersonalData personal_data;
  const Plans plans;
  const Recommendations recommendations;
  const SessionDays session_days;
  const Sessions sessions;
  const StaffRules staff_rules;
};

Client::Client(const ConnectionOptions& options) : Client(OpenChannel(options), options) {}

Client::Client(const std::shared_ptr<grpc::Channel>& channel, const ConnectionOptions& options)
    : parts_(new Parts{
          .alliances = Alliances(channel, options),
          .audit = Audit(channel, options),
          .backups = Backups(channel, options),
          .members = Members(channel, options),
          .interactions = Interactions(channel, options),
          .learning = Learning(channel, options),
          .ledger = Ledgers(channel, options),
          .matching = Matching(channel, options),
          .operations = Operations(channel, options),
          .personal_data = PersonalData(channel, options),
          .plans = Plans(channel, options),
          .recommendations = Recommendations(channel, options),
          .session_days = SessionDays(channel, options),
          .sessions = Sessions(channel, options),
          .staff_rules = StaffRules(channel, options),
      }) {}

Client::~Client() = default;

const Alliances& Client::alliances() const { return parts_->alliances; }
const Audit& Client::audit() const { return parts_->audit; }
const Backups& Client::backups() const { return parts_->backups; }
const Members& Client::members() const { return parts_->members; }
const Interactions& Client::interactions() const { return parts_->interactions; }
const Learning& Client::learning() const { return parts_->learning; }
const Ledgers& Client::ledger() const { return parts_->ledger; }
const Matching& Client::matching() const { return parts_->matching; }
const Operations& Client::operations() const { return parts_->operations; }
const PersonalData& Client::personal_data() const { return parts_->personal_data; }
const Plans& Client::plans() const { return parts_->plans; }
const Recommendations& Client::recommendations() const { return parts_->recommendations; }
const SessionDays& Client::session_days() const { return parts_->session_days; }
const Sessions& Client::sessions() const { return parts_->sessions; }
const StaffRules& Client::staff_rules() const { return parts_->staff_rules; }

}  // namespace counterpoint::client
