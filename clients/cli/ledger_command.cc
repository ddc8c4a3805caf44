#include <map>
#include <memory>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/ledger_tables.h"
#include "clients/cli/moment.h"
#include "clients/cpp/ledger.h"

namespace counterpoint::cli {
namespace {

using Grouping = v1::GetLedgerRequest;

struct LedgerFlags {
  std::string by;
  std::string from;
  std::string to;
  std::vector<int> kinds;
  std::string topic;
  std::string format;
};

absl::Status SetMoment(const char* option, const std::string& typed,
                       google::protobuf::Timestamp* time) {
  const auto moment = ParseMoment(typed);
  if (!moment.ok()) return UsageError(absl::StrCat(option, ": ", moment.status().message()));
  *time = *moment;
  return absl::OkStatus();
}

absl::StatusOr<v1::GetLedgerRequest> RequestOf(const Session& session, const LedgerFlags& flags) {
  static const auto* const kGroupings = new std::map<std::string, Grouping::Grouping>{
      {"", Grouping::GROUPING_UNSPECIFIED}, {"kinds", Grouping::BY_KINDS},
      {"topic", Grouping::BY_TOPIC},        {"month", Grouping::BY_MONTH},
      {"rule", Grouping::BY_STAFF_RULE},    {"policy", Grouping::BY_POLICY_VERSION}};
  const auto alliance = session.Alliance();
  if (!alliance.ok()) return alliance.status();
  v1::GetLedgerRequest request;
  request.set_parent(*alliance);
  request.set_group_by(kGroupings->at(flags.by));
  if (!flags.from.empty()) {
    const absl::Status set = SetMoment("--from", flags.from, request.mutable_start_time());
    if (!set.ok()) return set;
  }
  if (!flags.to.empty()) {
    const absl::Status set = SetMoment("--to", flags.to, request.mutable_end_time());
    if (!set.ok()) return set;
  }
  for (const int kind : flags.kinds) request.add_kinds(static_cast<v1::MemberKind>(kind));
  request.set_topic(flags.topic);
  return request;
}

absl::Status ShowLedger(Session& session, const LedgerFlags& flags) {
  const auto request = RequestOf(session, flags);
  if (!request.ok()) return request.status();
  const auto ledger = session.client().ledger().Get(*request);
  if (!ledger.ok()) return ledger.status();
  if (flags.format == "csv") {
    WriteLedgerCsv(*ledger, session.out());
  } else if (session.options().output != Output::kTable) {
    session.Show(*ledger, Pointers(ledger->rows()), Table({}), "");
  } else if (ledger->rows().empty()) {
    session.Note("No pair was suggested, and nothing is recorded, in that period.");
  } else {
    PrintLedger(*ledger, request->group_by(), session.options().language, session.table_style(),
                session.out());
  }
  return absl::OkStatus();
}

}  // namespace

void AddLedgerCommand(CLI::App& app, Action* chosen) {
  auto flags = std::make_shared<LedgerFlags>();
  CLI::App* ledger = AddCommand(
      app, "ledger",
      "Show what came of what was recommended: how many pairs of members were suggested, viewed, "
      "introduced, accepted by both, met and signed, and the share that came from each step to the "
      "next, with its 95% interval. A pair counts, with all that came later, when it was first "
      "suggested or something was first recorded of it.",
      {"counterpoint ledger -a music",
       "counterpoint ledger -a music --by month --from 2026-01-01 --to 2027-01-01",
       "counterpoint ledger -a music --by kinds --topic game-music",
       "counterpoint ledger -a music --by rule",
       "counterpoint ledger -a music --by topic --format csv > ledger.csv"});
  ledger
      ->add_option("--by", flags->by,
                   "Rows by kinds of the two members, shared topic, month, rule of the staff (with "
                   "its lift) or policy version; else one for all")
      ->check(CLI::IsMember({"kinds", "topic", "month", "rule", "policy"}));
  ledger->add_option("--from", flags->from, "Only pairs that began then or later")
      ->type_name("TIME");
  ledger->add_option("--to", flags->to, "Only pairs that began before; a day is its first moment")
      ->type_name("TIME");
  AddVocabulary(ledger, "--kind", &flags->kinds, v1::MemberKind_descriptor(),
                "Only pairs with a member of this kind");
  ledger
      ->add_option("--topic", flags->topic,
                   "Only pairs that both state this topic or a narrower one")
      ->type_name("ID");
  ledger
      ->add_option("--format", flags->format,
                   "csv: all numbers, a line for each row, in place of --output")
      ->check(CLI::IsMember({"csv"}));
  OnChosen(ledger, chosen, flags, &ShowLedger);
}

}  // namespace counterpoint::cli
