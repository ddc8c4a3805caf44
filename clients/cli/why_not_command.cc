#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/match_tables.h"
#include "clients/cli/partner_list_flags.h"
#include "clients/cli/resource_names.h"
#include "clients/cli/wording.h"
#include "clients/cpp/matching.h"

namespace counterpoint::cli {
namespace {

struct WhyNotFlags {
  std::string member;
  std::string partner;
  int limit = 10;
  bool include_partners = false;
  std::string attribution_token;
  PartnerListFlags list;
};

absl::StatusOr<v1::WhyNotRequest> RequestOf(const Session& session, const WhyNotFlags& flags) {
  v1::WhyNotRequest request;
  const auto member = session.Member(flags.member);
  if (!member.ok()) return member.status();
  request.set_member(*member);
  const auto partner = session.Member(flags.partner);
  if (!partner.ok()) return partner.status();
  request.set_partner(*partner);
  request.set_list_size(flags.limit);
  const absl::Status filled = flags.list.Fill(session, &request);
  if (!filled.ok()) return filled;
  request.set_include_partners(flags.include_partners);
  request.set_language_code(session.options().language);
  request.set_attribution_token(flags.attribution_token);
  return request;
}

Table Figures(const v1::WhyNotResponse& response, const std::string& language) {
  Table table({{""}, {""}});
  table.AddRow({Wording("Score", language), ShownScore(response.match().score())});
  if (response.rank() > 0) {
    table.AddRow({Wording("Rank", language), absl::StrCat(response.rank())});
  }
  table.AddRow({Wording("Threshold", language), ShownScore(response.threshold())});
  table.AddRow({Wording("Gap", language), ShownScore(response.gap())});
  for (const v1::Exclusion& exclusion : response.exclusions()) {
    table.AddRow({Wording("Excluded", language), ShownExclusion(exclusion)});
  }
  return table;
}

// What it takes, and each change on a line, with the field that it is in.
void ShowRemedies(Session& session, const v1::WhyNotResponse& response) {
  const std::string& language = session.options().language;
  const bool chinese = language == "zh";
  for (const v1::Remedy& remedy : response.remedies()) {
    session.out() << "\n"
                  << (chinese
                          ? absl::StrCat("改动以下内容后，将排在名单第", remedy.rank(), "位，得分",
                                         ShownScore(remedy.score()), "：\n")
                          : absl::StrCat("In place ", remedy.rank(), " of the list with ",
                                         ShownScore(remedy.score()), ", if you change this:\n"));
    for (const v1::ProfileChange& change : remedy.changes()) {
      session.out() << "  " << change.text() << (chinese ? "（" : " (") << IdOf(change.member())
                    << " " << change.field() << (chinese ? "）" : ")") << "\n";
    }
  }
}

absl::Status WhyNot(Session& session, const WhyNotFlags& flags) {
  const auto request = RequestOf(session, flags);
  if (!request.ok()) return request.status();
  const auto response = session.client().matching().WhyNot(*request);
  if (!response.ok()) return response.status();
  const bool for_people = session.options().output == Output::kTable;
  if (for_people) session.out() << response->text() << "\n\n";
  session.Show(*response, Figures(*response, session.options().language));
  if (!for_people) return absl::OkStatus();
  ShowRemedies(session, *response);
  if (response->reason() != v1::WhyNotResponse::LISTED && response->remedies().empty()) {
    session.Note("No change to the two profiles was found that would bring it in.");
  }
  session.Note(ProvenanceLine(response->provenance(), session.options().language));
  return absl::OkStatus();
}

}  // namespace

void AddWhyNotCommand(CLI::App& app, Action* chosen) {
  auto flags = std::make_shared<WhyNotFlags>();
  CLI::App* command = AddCommand(
      app, "why-not",
      "Say why a member is not in the list of partners that recommend shows for another: the "
      "first thing that keeps it out, its rank, how much it lacks, and the smallest changes to "
      "either profile that would bring it in. Nothing is changed. Give the flags that the list "
      "was made with.",
      {"counterpoint why-not studio-one orchard -a music",
       "counterpoint why-not studio-one orchard -a music --limit 20 --kind creator --floor 0.1",
       "counterpoint why-not studio-one orchard -a music --output json"});
  command->add_option("member", flags->member, "Id or full name of the member whose list it is")
      ->required();
  command->add_option("partner", flags->partner, "Id or full name of the one missed in it")
      ->required();
  command->add_option("--limit", flags->limit, "Length of the list")
      ->capture_default_str()
      ->check(CLI::Range(1, 200));
  flags->list.Declare(command);
  command->add_flag("--include-partners", flags->include_partners,
                    "The list has those too that the member has worked with");
  command->add_option("--list", flags->attribution_token,
                      "Attribution token of a list: look at what the list showed");
  OnChosen(command, chosen, flags, &WhyNot);
}

}  // namespace counterpoint::cli
