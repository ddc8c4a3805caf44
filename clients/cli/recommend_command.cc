#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/locate_evidence_flag.h"
#include "clients/cli/match_pages.h"
#include "clients/cli/match_tables.h"
#include "clients/cli/partner_list_flags.h"
#include "clients/cli/text_language.h"
#include "clients/cpp/matching.h"

namespace counterpoint::cli {
namespace {

struct RecommendFlags {
  std::string member;
  int limit = 10;
  bool include_partners = false;
  bool explain = false;
  bool locate_evidence = false;
  PartnerListFlags list;
};

absl::StatusOr<v1::RecommendPartnersRequest> RequestOf(const Session& session,
                                                       const RecommendFlags& flags) {
  v1::RecommendPartnersRequest request;
  const auto name = session.Member(flags.member);
  if (!name.ok()) return name.status();
  request.set_member(*name);
  const absl::Status filled = flags.list.Fill(session, &request);
  if (!filled.ok()) return filled;
  request.set_include_partners(flags.include_partners);
  request.set_language_code(session.options().language);
  request.set_locate_evidence(flags.locate_evidence);
  return request;
}

void ShowEvidence(Session& session, const Matches& matches) {
  const std::string& language = session.options().language;
  for (const v1::Match& match : matches) {
    session.out() << "\n"
                  << TextIn(match.partner().display_name(), language) << "  "
                  << ShownScore(match.score()) << "\n";
    EvidenceList(match, language).Print(session.out(), session.table_style());
  }
}

absl::Status Recommend(Session& session, const RecommendFlags& flags) {
  if (const absl::Status status = CheckLocateEvidence(session, flags.locate_evidence);
      !status.ok()) {
    return status;
  }
  const auto request = RequestOf(session, flags);
  if (!request.ok()) return request.status();
  const auto response = GatherPages(
      *request, flags.limit,
      [&](const auto& page) { return session.client().matching().RecommendPartners(page); },
      [](auto& page) { return page.mutable_matches(); });
  if (!response.ok()) return response.status();
  session.Show(*response, Pointers(response->matches()),
               MatchList(response->matches(), session.options().language),
               absl::StrCat("Nobody reaches the floor; ", response->eligible_size(),
                            " members pass the filter. Lower it with --floor 0."));
  if (session.options().output != Output::kTable) return absl::OkStatus();
  if (flags.explain) ShowEvidence(session, response->matches());
  session.Note(absl::StrCat(response->matches_size(), " listed of ", response->eligible_size(),
                            " eligible. ",
                            ProvenanceLine(response->provenance(), session.options().language)));
  return absl::OkStatus();
}

}  // namespace

void AddRecommendCommand(CLI::App& app, Action* chosen) {
  auto flags = std::make_shared<RecommendFlags>();
  CLI::App* command = AddCommand(
      app, "recommend", "Recommend partners for a member, with the reasons.",
      {"counterpoint recommend studio-one -a music",
       "counterpoint recommend studio-one -a music --kind research-institution --limit 20 "
       "--explain",
       "counterpoint recommend studio-one -a music --exclude rival-one,rival-two --floor 0.1"});
  command->add_option("member", flags->member, "Id or full name of the member")->required();
  command->add_option("--limit", flags->limit, "At most so many")
      ->capture_default_str()
      ->check(CLI::Range(1, 100000));
  flags->list.Declare(command);
  command->add_flag("--include-partners", flags->include_partners,
                    "List those too that have worked with the member already");
  command->add_flag("--explain", flags->explain, "Show all the evidence below the table");
  DeclareLocateEvidence(command, &flags->locate_evidence);
  OnChosen(command, chosen, flags, &Recommend);
}

}  // namespace counterpoint::cli
