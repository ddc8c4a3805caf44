#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/match_tables.h"
#include "clients/cli/resource_names.h"
#include "clients/cli/text_language.h"
#include "clients/cli/wording.h"

namespace counterpoint::cli {
namespace {

struct ExplainFlags {
  std::string member;
  std::string partner;
  std::string attribution_token;
};

Table PairDetail(const v1::ExplainMatchResponse& response, const std::string& language) {
  Table table({{""}, {""}});
  const v1::Match& match = response.match();
  table.AddRow({Wording("Partner", language), TextIn(match.partner().display_name(), language)});
  table.AddRow({Wording("Score", language), ShownScore(match.score())});
  table.AddRow({Wording("Gain", language), ShownScore(match.gain())});
  if (match.has_partner_gain()) {
    table.AddRow({Wording("Partner's gain", language), ShownScore(match.partner_gain())});
  }
  for (const v1::Exclusion& exclusion : response.exclusions()) {
    table.AddRow(
        {Wording("Excluded", language),
         absl::StrCat(IdOf(exclusion.member()), " ", exclusion.field(), ": ", exclusion.text())});
  }
  return table;
}

absl::Status Explain(Session& session, const ExplainFlags& flags) {
  const auto member = session.Member(flags.member);
  if (!member.ok()) return member.status();
  const auto partner = session.Member(flags.partner);
  if (!partner.ok()) return partner.status();
  v1::ExplainMatchRequest request;
  request.set_member(*member);
  request.set_partner(*partner);
  request.set_language_code(session.options().language);
  request.set_attribution_token(flags.attribution_token);
  const auto response = session.client().matching().ExplainMatch(request);
  if (!response.ok()) return response.status();
  const std::string& language = session.options().language;
  session.Show(*response, PairDetail(*response, language));
  if (session.options().output != Output::kTable) return absl::OkStatus();
  session.out() << "\n";
  EvidenceList(response->match(), language).Print(session.out(), session.table_style());
  session.Note(ProvenanceLine(response->provenance(), language));
  return absl::OkStatus();
}

}  // namespace

void AddExplainCommand(CLI::App& app, Action* chosen) {
  auto flags = std::make_shared<ExplainFlags>();
  CLI::App* command =
      AddCommand(app, "explain",
                 "Show the score of a pair with all its evidence, and the rules that exclude it.",
                 {"counterpoint explain studio-one conservatory -a music",
                  "counterpoint explain studio-one conservatory -a music --language zh"});
  command->add_option("member", flags->member, "Id or full name of the member")->required();
  command->add_option("partner", flags->partner, "Id or full name of the other")->required();
  command->add_option("--list", flags->attribution_token,
                      "Attribution token of a list: explain from what the list showed");
  OnChosen(command, chosen, flags, &Explain);
}

}  // namespace counterpoint::cli
