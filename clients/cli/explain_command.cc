#include <algorithm>

#include "clients/cli/commands.h"
#include "clients/cli/evidence_texts.h"
#include "clients/cli/match_tables.h"
#include "clients/cli/text_language.h"
#include "clients/cli/wording.h"
#include "clients/cpp/matching.h"
#include "clients/cpp/members.h"

namespace counterpoint::cli {
namespace {

struct ExplainFlags {
  std::string member;
  std::string partner;
  std::string attribution_token;
  bool texts = false;
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
    table.AddRow({Wording("Excluded", language), ShownExclusion(exclusion)});
  }
  return table;
}

// The two as they are at one moment, in this order.
absl::StatusOr<v1::BatchGetMembersResponse> ReadPair(Session& session,
                                                     const v1::ExplainMatchRequest& pair) {
  v1::BatchGetMembersRequest request;
  request.set_parent(pair.member().substr(0, pair.member().find("/members/")));
  request.add_names(pair.member());
  request.add_names(pair.partner());
  return session.client().members().BatchGet(request);
}

bool SameRecords(const v1::BatchGetMembersResponse& a, const v1::BatchGetMembersResponse& b) {
  return std::equal(a.members().begin(), a.members().end(), b.members().begin(), b.members().end(),
                    [](const auto& x, const auto& y) { return x.etag() == y.etag(); });
}

absl::Status ShowTexts(Session& session, const v1::BatchGetMembersResponse& before,
                       const v1::ExplainMatchRequest& pair, const v1::Match& match) {
  const auto after = ReadPair(session, pair);
  if (!after.ok()) return after.status();
  if (!SameRecords(before, *after)) {
    session.Note("A profile was changed just now. Run the command again to see the texts.");
    return absl::OkStatus();
  }
  PrintEvidenceTexts(match, before.members(0), before.members(1),
                     session.colored() ? kBold : kBrackets, session.options().language,
                     session.out());
  return absl::OkStatus();
}

absl::Status Explain(Session& session, const ExplainFlags& flags) {
  if (flags.texts && session.options().output != Output::kTable) {
    return UsageError("--texts is for tables; JSON says where topics and words stand as it is");
  }
  const auto member = session.Member(flags.member);
  if (!member.ok()) return member.status();
  const auto partner = session.Member(flags.partner);
  if (!partner.ok()) return partner.status();
  v1::ExplainMatchRequest request;
  request.set_member(*member);
  request.set_partner(*partner);
  request.set_language_code(session.options().language);
  request.set_attribution_token(flags.attribution_token);
  // Read before and behind the explanation, so that its places belong to them.
  absl::StatusOr<v1::BatchGetMembersResponse> pair;
  if (flags.texts) pair = ReadPair(session, request);
  const auto response = session.client().matching().ExplainMatch(request);
  if (!response.ok()) return response.status();
  const std::string& language = session.options().language;
  session.Show(*response, PairDetail(*response, language));
  if (session.options().output != Output::kTable) return absl::OkStatus();
  session.out() << "\n";
  EvidenceParts(response->match(), language).Print(session.out(), session.table_style());
  if (flags.texts) {
    if (!pair.ok()) return pair.status();
    const absl::Status shown = ShowTexts(session, *pair, request, response->match());
    if (!shown.ok()) return shown;
  }
  session.Note(ProvenanceLine(response->provenance(), language));
  return absl::OkStatus();
}

}  // namespace

void AddExplainCommand(CLI::App& app, Action* chosen) {
  auto flags = std::make_shared<ExplainFlags>();
  CLI::App* command =
      AddCommand(app, "explain",
                 "Show the score of a pair with all its evidence, what each topic and word brings, "
                 "and the rules that exclude it.",
                 {"counterpoint explain studio-one conservatory -a music",
                  "counterpoint explain studio-one conservatory -a music --texts",
                  "counterpoint explain studio-one conservatory -a music --language zh"});
  command->add_option("member", flags->member, "Id or full name of the member")->required();
  command->add_option("partner", flags->partner, "Id or full name of the other")->required();
  command->add_option("--list", flags->attribution_token,
                      "Attribution token of a list: explain from what the list showed");
  command->add_flag("--texts", flags->texts,
                    "Show the needs and offers that meet too, with what they share marked");
  OnChosen(command, chosen, flags, &Explain);
}

}  // namespace counterpoint::cli
