#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "clients/cli/commands.h"
#include "clients/cli/member_tables.h"
#include "clients/cli/moment.h"
#include "clients/cli/resource_names.h"
#include "clients/cli/wording.h"
#include "clients/cpp/audit.h"

namespace counterpoint::cli {
namespace {

constexpr std::size_t kHashBytes = 32;
constexpr std::size_t kMostShownResources = 3;

struct ListFlags {
  bool server = false;
  std::string since;
  std::string until;
  std::string caller;
  std::string method;
  std::string resource;
  std::string outcome;
  bool oldest_first = false;
  int limit = 50;
};

struct ChainFlags {
  bool server = false;
};

struct VerifyFlags {
  bool server = false;
  std::string anchor;
};

absl::StatusOr<std::string> ParentOf(Session& session, bool server) {
  if (server) return std::string("server");
  return session.Alliance();
}

std::string ShownOutcome(const v1::AuditEntry& entry) {
  if (entry.code() == 0) return entry.dry_run() ? "OK (trial)" : "OK";
  return absl::StatusCodeToString(static_cast<absl::StatusCode>(entry.code()));
}

std::string ShownResources(const v1::AuditEntry& entry) {
  std::vector<std::string> shown;
  int more = entry.more_resources();
  for (const std::string& name : entry.resources()) {
    if (shown.size() < kMostShownResources) {
      const std::size_t within = name.find('/', name.find('/') + 1);
      shown.push_back(within == std::string::npos ? name : name.substr(within + 1));
    } else {
      ++more;
    }
  }
  if (entry.erased_resources() > 0)
    shown.push_back(absl::StrCat(entry.erased_resources(), " erased"));
  if (more > 0) shown.push_back(absl::StrCat("+", more));
  return absl::StrJoin(shown, ", ");
}

std::string ShownMethod(const std::string& method) { return method.substr(method.rfind('.') + 1); }

absl::Status SetTime(const char* flag, const std::string& typed,
                     google::protobuf::Timestamp* time) {
  const auto parsed = ParseMoment(typed);
  if (!parsed.ok()) return UsageError(absl::StrCat(flag, ": ", parsed.status().message()));
  *time = *parsed;
  return absl::OkStatus();
}

absl::Status List(Session& session, const ListFlags& flags) {
  const auto parent = ParentOf(session, flags.server);
  if (!parent.ok()) return parent.status();
  v1::ListAuditEntriesRequest request;
  request.set_parent(*parent);
  request.set_page_size(1000);
  request.set_caller(flags.caller);
  request.set_method(flags.method);
  request.set_oldest_first(flags.oldest_first);
  if (!flags.resource.empty()) {
    request.set_resource(flags.resource.find("alliances/") == 0
                             ? flags.resource
                             : absl::StrCat(*parent, "/", flags.resource));
  }
  if (flags.outcome == "ok") request.set_outcome(v1::ListAuditEntriesRequest::OK);
  if (flags.outcome == "failed") request.set_outcome(v1::ListAuditEntriesRequest::FAILED);
  if (flags.outcome == "refused") request.set_outcome(v1::ListAuditEntriesRequest::REFUSED);
  absl::Status typed;
  if (!flags.since.empty()) typed = SetTime("--since", flags.since, request.mutable_start_time());
  if (typed.ok() && !flags.until.empty()) {
    typed = SetTime("--until", flags.until, request.mutable_end_time());
  }
  if (!typed.ok()) return typed;

  const std::string& language = session.options().language;
  const auto heading = [&](const char* text) { return Wording(text, language); };
  Table table({{heading("NUMBER"), Table::Align::kRight},
               {heading("TIME")},
               {heading("CALLER")},
               {heading("METHOD")},
               {heading("OUTCOME")},
               {heading("RESOURCES")},
               {heading("FROM")}});
  v1::ListAuditEntriesResponse shown;
  auto entries = session.client().audit().List(request);
  for (const v1::AuditEntry& entry : entries) {
    if (flags.limit > 0 && shown.entries_size() == flags.limit) {
      session.Note(absl::StrCat("There are more than ", flags.limit, "; raise --limit."));
      break;
    }
    *shown.add_entries() = entry;
    table.AddRow({absl::StrCat(entry.sequence()), ShownTime(entry.time()), entry.caller(),
                  ShownMethod(entry.method()), ShownOutcome(entry), ShownResources(entry),
                  entry.peer()});
  }
  if (!entries.status().ok()) return entries.status();
  session.Show(shown, Pointers(shown.entries()), table, "No entries.");
  return absl::OkStatus();
}

std::string ShownHead(const v1::AuditHead& head) {
  return absl::StrCat(head.sequence(), ":", absl::BytesToHexString(head.hash()));
}

absl::Status Head(Session& session, const ChainFlags& flags) {
  const auto parent = ParentOf(session, flags.server);
  if (!parent.ok()) return parent.status();
  v1::GetAuditHeadRequest request;
  request.set_parent(*parent);
  const auto head = session.client().audit().Head(request);
  if (!head.ok()) return head.status();
  // Alone on its line, so that it can be sent into a file.
  Table table({{""}});
  table.AddRow({ShownHead(*head)});
  session.Show(*head, table);
  return absl::OkStatus();
}

absl::Status SetAnchor(const std::string& anchor, v1::VerifyAuditRequest* request) {
  const std::vector<std::string> parts = absl::StrSplit(anchor, ':');
  std::int64_t sequence = 0;
  if (parts.size() != 2 || !absl::SimpleAtoi(parts[0], &sequence) ||
      parts[1].size() != 2 * kHashBytes ||
      parts[1].find_first_not_of("0123456789abcdefABCDEF") != std::string::npos) {
    return UsageError("--anchor: must be NUMBER:HASH, as 'counterpoint audit head' prints it");
  }
  request->set_anchor_sequence(sequence);
  request->set_anchor_hash(absl::HexStringToBytes(parts[1]));
  return absl::OkStatus();
}

absl::Status Verify(Session& session, const VerifyFlags& flags) {
  const auto parent = ParentOf(session, flags.server);
  if (!parent.ok()) return parent.status();
  v1::VerifyAuditRequest request;
  request.set_parent(*parent);
  if (!flags.anchor.empty()) {
    const absl::Status set = SetAnchor(flags.anchor, &request);
    if (!set.ok()) return set;
  }
  const auto verified = session.client().audit().Verify(request);
  if (!verified.ok()) return verified.status();
  const std::string& language = session.options().language;
  Table table({{""}, {""}});
  table.AddRow({Wording("Entries", language), absl::StrCat(verified->entries())});
  table.AddRow({Wording("Last", language), ShownHead(verified->head())});
  if (verified->head().trimmed_sequence() > 0) {
    table.AddRow({Wording("Removed by retention", language),
                  absl::StrCat(verified->head().trimmed_sequence())});
  }
  if (verified->erased_names() > 0) {
    table.AddRow({Wording("Erased names", language), absl::StrCat(verified->erased_names())});
  }
  session.Show(*verified, table);
  if (!verified->holds()) return absl::DataLossError(verified->fault());
  session.Note("The chain holds.");
  return absl::OkStatus();
}

void AddServer(CLI::App* command, bool* server) {
  command->add_flag("--server-chain", *server,
                    "What belongs to no alliance, instead of an alliance's: for callers of all");
}

void AddListing(CLI::App& group, Action* chosen) {
  auto flags = std::make_shared<ListFlags>();
  CLI::App* list = AddCommand(
      group, "list",
      "Who did what to what, when, from where, with which outcome: changes, refusals and exports; "
      "the newest first.",
      {"counterpoint audit list -a music --since 2026-11-01 --method UpdateMember",
       "counterpoint audit list -a music --resource members/studio-one",
       "counterpoint audit list --server-chain --outcome refused -o jsonl --limit 0"});
  AddServer(list, &flags->server);
  list->add_option("--since", flags->since, "From this time on")->type_name("TIME");
  list->add_option("--until", flags->until, "Before this time")->type_name("TIME");
  list->add_option("--caller", flags->caller, "Only this caller's: the id of a token, say");
  list->add_option("--method", flags->method, "Only this method, UpdateMember say");
  list->add_option("--resource", flags->resource, "Only about this or what is in it")
      ->type_name("NAME");
  list->add_option("--outcome", flags->outcome, "Only these")
      ->check(CLI::IsMember({"ok", "failed", "refused"}));
  list->add_flag("--oldest-first", flags->oldest_first, "In the order in which they were entered");
  list->add_option("--limit", flags->limit, "At most so many; 0 for all")->capture_default_str();
  OnChosen(list, chosen, flags, &List);
}

void AddHead(CLI::App& group, Action* chosen) {
  auto flags = std::make_shared<ChainFlags>();
  CLI::App* head = AddCommand(
      group, "head",
      "Print number and hash of the last entry. Kept where whoever runs the server cannot change "
      "it, it later shows with `audit verify --anchor` that nothing was cut off or made anew.",
      {"counterpoint audit head -a music >> anchors.txt"});
  AddServer(head, &flags->server);
  OnChosen(head, chosen, flags, &Head);
}

void AddVerify(CLI::App& group, Action* chosen) {
  auto flags = std::make_shared<VerifyFlags>();
  CLI::App* verify = AddCommand(
      group, "verify",
      "Compute all hashes anew. `counterpointd audit verify` does so without a server, also with a "
      "backup.",
      {"counterpoint audit verify -a music", "counterpoint audit verify -a music --anchor 17:9f…"});
  AddServer(verify, &flags->server);
  verify->add_option("--anchor", flags->anchor, "An entry that was there, as `head` prints it")
      ->type_name("NUMBER:HASH");
  OnChosen(verify, chosen, flags, &Verify);
}

}  // namespace

void AddAuditCommands(CLI::App& app, Action* chosen) {
  CLI::App* group = AddGroup(app, "audit", "Who did what: the audit trail");
  AddListing(*group, chosen);
  AddHead(*group, chosen);
  AddVerify(*group, chosen);
}

}  // namespace counterpoint::cli
