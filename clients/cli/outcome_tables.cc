#include "clients/cli/outcome_tables.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "clients/cli/resource_names.h"
#include "clients/cli/vocabulary.h"
#include "clients/cli/wording.h"

namespace counterpoint::cli {
namespace {

constexpr int kBarWidth = 20;
constexpr int kBestRating = 5;

// "studio-one 4, museum 5".
std::string ShownRatings(const v1::MeetingOutcome& outcome) {
  return absl::StrJoin(outcome.ratings(), ", ",
                       [](std::string* text, const v1::MeetingRating& rating) {
                         absl::StrAppend(text, IdOf(rating.participant()), " ", rating.rating());
                       });
}

std::string ShownIds(const google::protobuf::RepeatedPtrField<std::string>& names) {
  return absl::StrJoin(names, ", ", [](std::string* text, const std::string& name) {
    absl::StrAppend(text, IdOf(name));
  });
}

std::string ShownMean(int ratings, double mean) {
  return ratings == 0 ? "" : absl::StrFormat("%.2f", mean);
}

Table Counts(const v1::SessionReport& report, const std::string& language) {
  Table table({{""}, {"", Table::Align::kRight}});
  const auto add = [&](const char* name, const std::string& value) {
    table.AddRow({Wording(name, language), value});
  };
  add("Plan", IdOf(report.plan()));
  add("Participants", absl::StrCat(report.participants()));
  add("Checked in", absl::StrCat(report.checked_in()));
  add("Planned meetings", absl::StrCat(report.meetings()));
  add("Held", absl::StrCat(report.held()));
  add("No-shows", absl::StrCat(report.no_shows()));
  add("Cancelled", absl::StrCat(report.cancelled()));
  add("Without an outcome", absl::StrCat(report.without_outcome()));
  add("Held unplanned", absl::StrCat(report.held_unplanned()));
  add("Ratings", absl::StrCat(report.ratings()));
  if (report.ratings() > 0) add("Mean rating", ShownMean(report.ratings(), report.mean_rating()));
  return table;
}

Table Bands(const v1::SessionReport& report, const std::string& language) {
  const auto heading = [&](const char* text) { return Wording(text, language); };
  Table table({{heading("SCORE")},
               {heading("MEETINGS"), Table::Align::kRight},
               {heading("HELD"), Table::Align::kRight},
               {heading("NO-SHOWS"), Table::Align::kRight},
               {heading("RATINGS"), Table::Align::kRight},
               {heading("MEAN RATING"), Table::Align::kRight},
               {""}});
  for (const v1::ScoreBand& band : report.bands()) {
    table.AddRow({absl::StrFormat("%.3f–%.3f", band.lower(), band.upper()),
                  absl::StrCat(band.meetings()), absl::StrCat(band.held()),
                  absl::StrCat(band.no_shows()), absl::StrCat(band.ratings()),
                  ShownMean(band.ratings(), band.mean_rating()),
                  Bar(band.mean_rating(), kBestRating, kBarWidth)});
  }
  return table;
}

Table RatingCounts(const v1::SessionReport& report, const std::string& language) {
  Table table(
      {{Wording("RATING", language)}, {Wording("RATINGS", language), Table::Align::kRight}, {""}});
  const auto& counts = report.rating_counts();
  const int most = counts.empty() ? 0 : *std::max_element(counts.begin(), counts.end());
  for (int i = counts.size() - 1; i >= 0; --i) {
    table.AddRow({absl::StrCat(i + 1), absl::StrCat(counts[i]), Bar(counts[i], most, kBarWidth)});
  }
  return table;
}

}  // namespace

Table OutcomeList(const std::string& language) {
  const auto heading = [&](const char* text) { return Wording(text, language); };
  return Table({{heading("SLOT")},
                {heading("TABLE")},
                {heading("MEMBER")},
                {heading("PARTNER")},
                {heading("OUTCOME")},
                {heading("ABSENT")},
                {heading("RATINGS")}});
}

void AddOutcomeRow(const v1::MeetingOutcome& outcome, const std::string& language, Table* table) {
  table->AddRow({outcome.slot(), outcome.table(), IdOf(outcome.pair().participant()),
                 IdOf(outcome.pair().partner()),
                 ShownName(*v1::MeetingOutcome::Result_descriptor(), outcome.result(), language),
                 ShownIds(outcome.absent()), ShownRatings(outcome)});
}

void PrintSessionReport(const v1::SessionReport& report, const std::string& language,
                        const TableStyle& style, std::ostream& out) {
  Counts(report, language).Print(out, style);
  if (!report.bands().empty()) {
    out << "\n";
    Bands(report, language).Print(out, style);
  }
  if (report.ratings() > 0) {
    out << "\n";
    RatingCounts(report, language).Print(out, style);
  }
  if (report.has_score_rating_correlation()) {
    out << "\n"
        << Wording("Score and rating", language) << "  "
        << absl::StrFormat("%+.2f", report.score_rating_correlation()) << "  "
        << Wording("(Kendall's tau-b: 1 where the better score always had the better rating)",
                   language)
        << "\n";
  }
  if (!report.absent_participants().empty()) {
    out << "\n"
        << Wording("Came to no meeting", language) << "  " << ShownIds(report.absent_participants())
        << "\n";
  }
}

std::string Bar(double value, double most, int width) {
  static constexpr const char* kParts[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  if (most <= 0) return "";
  const int eighths = static_cast<int>(std::lround(value / most * width * 8));
  std::string bar;
  for (int i = 0; i < eighths / 8; ++i) bar += "█";
  return bar + kParts[eighths % 8];
}

}  // namespace counterpoint::cli
