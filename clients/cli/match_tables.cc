#include "clients/cli/match_tables.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "clients/cli/member_tables.h"
#include "clients/cli/resource_names.h"
#include "clients/cli/text_language.h"
#include "clients/cli/vocabulary.h"
#include "clients/cli/wording.h"

namespace counterpoint::cli {
namespace {

// The sentence of the service, else the term with what was shared.
std::string ReasonOf(const v1::Evidence& evidence, const std::string& language) {
  if (!evidence.text().empty()) return evidence.text();
  std::string reason = ShownName(*v1::Evidence::Term_descriptor(), evidence.term(), language);
  std::vector<std::string> shared;
  for (const v1::SharedTopic& topic : evidence.topics()) shared.push_back(topic.label());
  for (const v1::SharedWord& word : evidence.words()) shared.push_back(word.word());
  if (!shared.empty()) absl::StrAppend(&reason, ": ", absl::StrJoin(shared, ", "));
  return reason;
}

std::string TopReasons(const v1::Match& match, const std::string& language) {
  std::vector<std::string> reasons;
  if (match.pinned()) reasons.push_back(Wording("pinned by the staff", language));
  for (const v1::Evidence& evidence : match.evidence()) {
    if (reasons.size() < 2) reasons.push_back(ReasonOf(evidence, language));
  }
  return absl::StrJoin(reasons, "; ");
}

constexpr double kShown = 0.005;

std::string SignedShare(double share) { return absl::StrFormat("%+.3f", share); }

void AddEvidenceRow(const v1::Evidence& evidence, const std::string& reason,
                    const std::string& language, Table& table) {
  const char* whose = evidence.term() == v1::Evidence::STAFF_RULE ? "Staff"
                      : evidence.side() == v1::Evidence::MEMBER   ? "Member"
                                                                  : "Partner";
  std::string meeting;
  if (!evidence.need().empty() || !evidence.offer().empty()) {
    meeting = absl::StrCat(ListingName("Need", evidence.need(), language), " <- ",
                           ListingName("Offer", evidence.offer(), language));
  }
  table.AddRow({SignedShare(evidence.contribution()), Wording(whose, language), meeting, reason});
}

void AddPartRow(const std::string& name, double share, Table& table) {
  table.AddRow({"", "", "", absl::StrCat("- ", name, " ", SignedShare(share))});
}

// The evidence, and below it what it is made of.
void AddPartedEvidence(const v1::Evidence& evidence, const std::string& language, Table& table) {
  if (evidence.topics().empty() && evidence.words().empty()) {
    AddEvidenceRow(evidence, ReasonOf(evidence, language), language, table);
    return;
  }
  const char* name = evidence.topics().empty() ? "shared words" : "shared topics";
  AddEvidenceRow(evidence, Wording(name, language), language, table);
  double rest = evidence.contribution();
  const auto add = [&](const std::string& part, double share) {
    AddPartRow(part, share, table);
    rest -= share;
  };
  for (const v1::SharedTopic& topic : evidence.topics()) add(topic.label(), topic.contribution());
  for (const v1::SharedWord& word : evidence.words()) add(word.word(), word.contribution());
  if (rest >= kShown) AddPartRow(Wording("(others)", language), rest, table);
}

// A table of the evidence, with what `add` adds for each that is large enough
// to be shown, and the sum of the others.
template <typename Add>
Table ListEvidence(const v1::Match& match, const std::string& language, const Add& add) {
  double smaller = 0;
  int smaller_terms = 0;
  Table table({{"", Table::Align::kRight}, {""}, {""}, {""}});
  for (const v1::Evidence& evidence : match.evidence()) {
    if (IsShown(evidence)) {
      add(evidence, table);
    } else {
      smaller += evidence.contribution();
      ++smaller_terms;
    }
  }
  if (smaller_terms > 0) {
    table.AddRow({SignedShare(smaller), "", "",
                  absl::StrCat(smaller_terms, " ", Wording("smaller terms", language))});
  }
  return table;
}

}  // namespace

std::string ShownScore(double score) { return absl::StrFormat("%.3f", score); }

Table MatchList(const Matches& matches, const std::string& language) {
  const auto heading = [&](const char* text) { return Wording(text, language); };
  const auto right = Table::Align::kRight;
  const bool mutual = std::any_of(matches.begin(), matches.end(),
                                  [](const v1::Match& m) { return m.has_partner_gain(); });
  std::vector<Table::Column> columns{{heading("RANK"), right}, {heading("ID")},
                                     {heading("PARTNER")},     {heading("KIND")},
                                     {heading("REGION")},      {heading("SCORE"), right}};
  if (mutual) {
    columns.push_back({heading("GAIN"), right});
    columns.push_back({heading("PARTNER GAIN"), right});
  }
  columns.push_back({heading("REASONS")});
  Table table(std::move(columns));
  int rank = 0;
  for (const v1::Match& match : matches) {
    std::vector<std::string> cells{absl::StrCat(++rank),
                                   IdOf(match.partner().name()),
                                   TextIn(match.partner().display_name(), language),
                                   ShownKind(match.partner().kind(), language),
                                   match.partner().region(),
                                   ShownScore(match.score())};
    if (mutual) {
      cells.push_back(ShownScore(match.gain()));
      cells.push_back(match.has_partner_gain() ? ShownScore(match.partner_gain()) : "");
    }
    cells.push_back(TopReasons(match, language));
    table.AddRow(std::move(cells));
  }
  return table;
}

bool IsShown(const v1::Evidence& evidence) { return std::abs(evidence.contribution()) >= kShown; }

Table EvidenceList(const v1::Match& match, const std::string& language) {
  return ListEvidence(match, language, [&](const v1::Evidence& evidence, Table& table) {
    AddEvidenceRow(evidence, ReasonOf(evidence, language), language, table);
  });
}

Table EvidenceParts(const v1::Match& match, const std::string& language) {
  return ListEvidence(match, language, [&](const v1::Evidence& evidence, Table& table) {
    AddPartedEvidence(evidence, language, table);
  });
}

std::string ShownExclusion(const v1::Exclusion& exclusion) {
  if (exclusion.member().empty()) return exclusion.text();
  return absl::StrCat(IdOf(exclusion.member()), " ", exclusion.field(), ": ", exclusion.text());
}

std::string ListingName(const std::string& kind, const std::string& id,
                        const std::string& language) {
  return id.empty() ? Wording("Profile", language) : absl::StrCat(Wording(kind, language), " ", id);
}

std::string ProvenanceLine(const v1::Provenance& provenance, const std::string& language) {
  std::string line =
      absl::StrCat("Revision ", provenance.revision(), ", policy ", provenance.policy_version(),
                   ", as of ", ShownTime(provenance.as_of_time()), " UTC.");
  if (provenance.embedding_state() == v1::EMBEDDINGS_INCOMPLETE) {
    absl::StrAppend(&line, " ", Wording("Some texts have no embedding yet.", language));
  }
  if (provenance.embedding_state() == v1::EMBEDDINGS_UNAVAILABLE) {
    absl::StrAppend(&line, " ",
                    Wording("The embedding server does not answer: texts without an embedding "
                            "are compared without.",
                            language));
  }
  return line;
}

}  // namespace counterpoint::cli
