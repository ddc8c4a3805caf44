#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/json.h"
#include "clients/cli/locate_evidence_flag.h"
#include "clients/cli/match_pages.h"
#include "clients/cli/match_tables.h"
#include "clients/cli/partner_list_flags.h"
#include "clients/cli/text_file.h"
#include "clients/cli/text_language.h"
#include "clients/cpp/matching.h"

namespace counterpoint::cli {
namespace {

struct MatchFlags {
  std::vector<std::string> need;
  std::vector<std::string> title;
  std::string file;
  std::vector<std::string> topics;
  std::vector<int> modes;
  std::vector<int> kinds;
  std::vector<std::string> regions;
  std::string budget;
  std::string deadline;
  int limit = 10;
  bool locate_evidence = false;
  PartnerListFlags list;
};

// "CNY:100000-500000"; either end may be left out.
absl::Status ParseBudget(const std::string& text, v1::Budget* budget) {
  const absl::Status wrong =
      UsageError("--budget: must be CURRENCY:MIN-MAX, e.g. CNY:100000-500000 or CNY:-500000");
  const size_t colon = text.find(':');
  const size_t dash = text.find('-');
  if (colon == std::string::npos || dash == std::string::npos || dash < colon) return wrong;
  budget->set_currency_code(text.substr(0, colon));
  int64_t units;
  const std::string low = text.substr(colon + 1, dash - colon - 1);
  const std::string high = text.substr(dash + 1);
  if (!low.empty()) {
    if (!absl::SimpleAtoi(low, &units)) return wrong;
    budget->set_min_units(units);
  }
  if (!high.empty()) {
    if (!absl::SimpleAtoi(high, &units)) return wrong;
    budget->set_max_units(units);
  }
  return absl::OkStatus();
}

// "2026-12-31" or a full RFC 3339 time.
absl::Status ParseDeadline(const std::string& text, google::protobuf::Timestamp* time) {
  const std::string full = text.size() == 10 ? text + "T00:00:00Z" : text;
  if (FromJson(absl::StrCat("\"", full, "\""), time).ok()) return absl::OkStatus();
  return UsageError("--deadline: must be a date such as 2026-12-31, or an RFC 3339 time");
}

absl::Status FillNeed(Session& session, const MatchFlags& flags, v1::Listing* need) {
  if (!flags.file.empty()) {
    absl::Status status = ReadMessageFile(flags.file, *session.terminal().in, need);
    if (!status.ok()) return status;
  }
  for (const auto& text : flags.need) AddTagged(text, need->mutable_text());
  for (const auto& title : flags.title) AddTagged(title, need->mutable_title());
  for (const auto& topic : flags.topics) need->add_topics(topic);
  for (const auto& region : flags.regions) need->add_regions(region);
  need->mutable_cooperation_modes()->Add(flags.modes.begin(), flags.modes.end());
  need->mutable_wanted_kinds()->Add(flags.kinds.begin(), flags.kinds.end());
  if (!flags.budget.empty()) {
    absl::Status status = ParseBudget(flags.budget, need->mutable_budget());
    if (!status.ok()) return status;
  }
  if (!flags.deadline.empty()) {
    absl::Status status = ParseDeadline(flags.deadline, need->mutable_deadline());
    if (!status.ok()) return status;
  }
  if (need->title().empty() && need->text().empty()) {
    return UsageError("what is needed? Say it with --need TEXT, --title TEXT or --file FILE");
  }
  return absl::OkStatus();
}

absl::Status Match(Session& session, const MatchFlags& flags) {
  absl::Status status = CheckLocateEvidence(session, flags.locate_evidence);
  if (!status.ok()) return status;
  const auto alliance = session.Alliance();
  if (!alliance.ok()) return alliance.status();
  v1::MatchNeedRequest request;
  request.set_parent(*alliance);
  status = FillNeed(session, flags, request.mutable_need());
  if (!status.ok()) return status;
  status = flags.list.Fill(session, &request);
  if (!status.ok()) return status;
  request.set_language_code(session.options().language);
  request.set_locate_evidence(flags.locate_evidence);
  const auto response = GatherPages(
      request, flags.limit,
      [&](const auto& page) { return session.client().matching().MatchNeed(page); },
      [](auto& page) { return page.mutable_matches(); });
  if (!response.ok()) return response.status();
  session.Show(*response, Pointers(response->matches()),
               MatchList(response->matches(), session.options().language),
               absl::StrCat("No offer meets this need; ", response->eligible_size(),
                            " members pass the filter. Say more of it, or try --floor 0."));
  if (session.options().output == Output::kTable) {
    session.Note(absl::StrCat(response->matches_size(), " listed of ", response->eligible_size(),
                              " eligible. ",
                              ProvenanceLine(response->provenance(), session.options().language)));
  }
  return absl::OkStatus();
}

void DeclareNeed(CLI::App* command, MatchFlags* flags) {
  AddTexts(command, "--need", &flags->need, "The need in words, in Chinese or English")
      ->type_name("TEXT");
  AddTexts(command, "--title", &flags->title, "The need in a few words")->type_name("TEXT");
  command->add_option("--file", flags->file, "Need as a listing in JSON; - for standard input")
      ->type_name("FILE");
  AddList(command, "--topic", &flags->topics, "Topic id of the need");
  AddVocabulary(command, "--mode", &flags->modes, v1::CooperationMode_descriptor(),
                "How to work together");
  AddVocabulary(command, "--kind", &flags->kinds, v1::MemberKind_descriptor(),
                "Kind of partner wanted; others score lower");
  AddList(command, "--region", &flags->regions, "Where the partner should be; others score lower");
  command->add_option("--budget", flags->budget, "What can be paid, e.g. CNY:100000-500000")
      ->type_name("CURRENCY:MIN-MAX");
  command->add_option("--deadline", flags->deadline, "When it has to be met")->type_name("DATE");
}

}  // namespace

void AddMatchCommand(CLI::App& app, Action* chosen) {
  auto flags = std::make_shared<MatchFlags>();
  CLI::App* command =
      AddCommand(app, "match",
                 "Find the members whose offers best meet a need. --kind and --region are wishes; "
                 "--only-kind, --only-region and so on are conditions.",
                 {"counterpoint match -a music --need \"为开放世界游戏创作管弦乐配乐\"",
                  "counterpoint match -a music --need \"spatial audio for a museum\" --mode "
                  "joint-development --budget CNY:-500000 --only-region CN-SH"});
  DeclareNeed(command, flags.get());
  flags->list.Declare(command, "only-");
  command->add_option("--limit", flags->limit, "At most so many")
      ->capture_default_str()
      ->check(CLI::Range(1, 100000));
  DeclareLocateEvidence(command, &flags->locate_evidence);
  OnChosen(command, chosen, flags, &Match);
}

}  // namespace counterpoint::cli
