#include <map>
#include <memory>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/commands.h"
#include "clients/cli/input_file.h"
#include "clients/cli/outcome_source.h"
#include "clients/cli/outcome_tables.h"
#include "clients/cli/rejected_items.h"
#include "clients/cli/resource_names.h"
#include "clients/cli/session_day_names.h"
#include "clients/cli/vocabulary.h"
#include "clients/cpp/session_days.h"
#include "nlohmann/json.hpp"

namespace counterpoint::cli {
namespace {

struct OutcomeFlags {
  std::string session;
  std::string pair;
  std::string result;
  std::vector<std::string> absent;
  std::vector<std::string> ratings;
  std::vector<std::string> comments;
};

struct OutcomesFlags {
  std::string session;
  std::string import;
  std::string rejects;
  int limit = 1000;
};

// "MEMBER=VALUE" taken apart, the member by its full name.
absl::StatusOr<std::pair<std::string, std::string>> SplitTyped(const SessionDayNames& names,
                                                               const char* option,
                                                               const std::string& typed) {
  const std::pair<std::string, std::string> parts = absl::StrSplit(typed, absl::MaxSplits('=', 1));
  if (parts.first.empty() || parts.second.empty()) {
    return UsageError(absl::StrCat(option, ": write MEMBER=VALUE, not \"", typed, "\""));
  }
  return std::pair(names.Member(parts.first), parts.second);
}

absl::Status AddRatings(const OutcomeFlags& flags, const SessionDayNames& names,
                        v1::MeetingOutcome* outcome) {
  std::map<std::string, v1::MeetingRating> ratings;  // By member.
  for (const std::string& typed : flags.ratings) {
    const auto said = SplitTyped(names, "--rating", typed);
    if (!said.ok()) return said.status();
    int rating = 0;
    if (!absl::SimpleAtoi(said->second, &rating)) {
      return UsageError(absl::StrCat("--rating: \"", said->second, "\" is no number, 1 to 5"));
    }
    ratings[said->first].set_rating(rating);
  }
  for (const std::string& typed : flags.comments) {
    const auto said = SplitTyped(names, "--comment", typed);
    if (!said.ok()) return said.status();
    if (!ratings.contains(said->first)) {
      return UsageError(absl::StrCat("--comment: a comment of ", IdOf(said->first),
                                     " needs a rating: --rating ", IdOf(said->first), "=N"));
    }
    ratings[said->first].set_comment(said->second);
  }
  for (auto& [member, rating] : ratings) {
    rating.set_participant(member);
    *outcome->add_ratings() = rating;
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::MeetingOutcome> OutcomeOf(const OutcomeFlags& flags,
                                             const SessionDayNames& names) {
  v1::MeetingOutcome outcome;
  const std::vector<std::string> pair = absl::StrSplit(flags.pair, ',', absl::SkipEmpty());
  if (pair.size() != 2) return UsageError("name the two that were to meet as ONE,OTHER");
  outcome.mutable_pair()->set_participant(names.Member(pair[0]));
  outcome.mutable_pair()->set_partner(names.Member(pair[1]));
  const auto result = ParseName(*v1::MeetingOutcome::Result_descriptor(), flags.result);
  if (!result.ok()) return UsageError(std::string(result.status().message()));
  outcome.set_result(static_cast<v1::MeetingOutcome::Result>(*result));
  for (const std::string& typed : flags.absent) outcome.add_absent(names.Member(typed));
  const absl::Status rated = AddRatings(flags, names, &outcome);
  if (!rated.ok()) return rated;
  return outcome;
}

absl::Status RecordOutcome(Session& session, const OutcomeFlags& flags) {
  const auto names = NamesOfDay(session, flags.session);
  if (!names.ok()) return names.status();
  auto outcome = OutcomeOf(flags, *names);
  if (!outcome.ok()) return outcome.status();
  v1::RecordMeetingOutcomesRequest request;
  request.set_session(names->session);
  *request.add_outcomes() = *std::move(outcome);
  const auto response = session.client().session_days().RecordOutcomes(request);
  if (!response.ok()) return response.status();
  const std::string& language = session.options().language;
  Table table = OutcomeList(language);
  AddOutcomeRow(response->outcomes(0), language, &table);
  session.Show(response->outcomes(0), table);
  return absl::OkStatus();
}

absl::Status ListOutcomes(Session& session, const SessionDayNames& names,
                          const OutcomesFlags& flags) {
  v1::ListMeetingOutcomesRequest request;
  request.set_parent(names.session);
  request.set_page_size(1000);
  const std::string& language = session.options().language;
  Table table = OutcomeList(language);
  v1::ListMeetingOutcomesResponse shown;
  auto outcomes = session.client().session_days().ListOutcomes(request);
  for (const v1::MeetingOutcome& outcome : outcomes) {
    if (flags.limit > 0 && shown.outcomes_size() == flags.limit) {
      session.Note(absl::StrCat("There are more than ", flags.limit, "; raise --limit."));
      break;
    }
    *shown.add_outcomes() = outcome;
    AddOutcomeRow(outcome, language, &table);
  }
  if (!outcomes.status().ok()) return outcomes.status();
  session.Show(shown, Pointers(shown.outcomes()), table,
               "No outcomes yet. Record one: counterpoint session outcome SESSION A,B held");
  return absl::OkStatus();
}

// Sends every row. `rejected` gets those that were not taken.
absl::StatusOr<client::OutcomeImportSummary> SendAll(Session& session, const SessionDayNames& names,
                                                     OutcomeSource* source,
                                                     RejectedItems* rejected) {
  std::vector<int64_t> lines;  // Of the outcomes sent.
  const auto id = [](const v1::MeetingOutcome& outcome) {
    return absl::StrCat(IdOf(outcome.pair().participant()), ",", IdOf(outcome.pair().partner()));
  };
  const auto import = session.client().session_days().ImportOutcomes(
      {.session = names.session},
      [&](int64_t position, const v1::MeetingOutcome& outcome, const absl::Status& reason) {
        rejected->Add(lines[position], id(outcome), &outcome, reason);
      });
  while (true) {
    auto item = source->Next();
    if (!item.ok() || !item->has_value()) {
      // What was read before an error is recorded nevertheless.
      auto summary = import->Finish();
      if (!item.ok()) return item.status();
      return summary;
    }
    if (!(*item)->outcome.ok()) {
      rejected->Add((*item)->line, "", nullptr, (*item)->outcome.status());
      continue;
    }
    lines.push_back((*item)->line);
    const absl::Status added = import->Add(*std::move((*item)->outcome));
    if (!added.ok()) return added;
  }
}

absl::Status ImportOutcomes(Session& session, const SessionDayNames& names,
                            const OutcomesFlags& flags) {
  InputFile input;
  if (absl::Status status = OpenInput(session, flags.import, &input); !status.ok()) return status;
  auto source = OutcomeSource::Open(input.stream, names.alliance);
  if (!source.ok()) {
    return UsageError(absl::StrCat(flags.import, ": ", source.status().message()));
  }
  RejectedItems rejected(flags.rejects, "outcome");
  const auto summary = SendAll(session, names, &*source, &rejected);
  if (!summary.ok()) {
    session.Note("Import cut short; what was taken before stays." + rejected.Summary());
    (void)rejected.Commit();
    return summary.status();
  }
  if (session.options().output == Output::kTable) {
    session.Note(absl::StrCat(summary->recorded + rejected.count(), " rows: ", summary->recorded,
                              " recorded, ", rejected.count(), " rejected.", rejected.Summary()));
  } else {
    session.out() << nlohmann::ordered_json{{"recorded", summary->recorded},
                                            {"rejected", rejected.count()}}
                         .dump()
                  << "\n";
  }
  if (rejected.count() > 0) session.set_exit_code(ExitCode::kRejected);
  return rejected.Commit();
}

absl::Status Outcomes(Session& session, const OutcomesFlags& flags) {
  const auto names = NamesOfDay(session, flags.session);
  if (!names.ok()) return names.status();
  return flags.import.empty() ? ListOutcomes(session, *names, flags)
                              : ImportOutcomes(session, *names, flags);
}

void AddOutcome(CLI::App& group, Action* chosen) {
  auto flags = std::make_shared<OutcomeFlags>();
  CLI::App* outcome = AddCommand(
      group, "outcome",
      "Record what became of a meeting. It takes the place of what was said before, and the two "
      "members get interactions: met, no-show, rated.",
      {"counterpoint session outcome spring studio-one,museum held -a music "
       "--rating studio-one=4 --rating museum=5 --comment museum=\"We go on together\"",
       "counterpoint session outcome spring studio-one,orchard no-show --absent orchard -a music"});
  outcome->add_option("session", flags->session, "Id or full name of the session")->required();
  outcome->add_option("pair", flags->pair, "The two members: ONE,OTHER")
      ->required()
      ->type_name("A,B");
  outcome->add_option("result", flags->result, "held, no-show or cancelled")->required();
  AddList(outcome, "--absent", &flags->absent, "Who did not come, with no-show")
      ->type_name("MEMBER");
  AddList(outcome, "--rating", &flags->ratings, "How a member rates the meeting, 1 to 5")
      ->type_name("MEMBER=N");
  AddTexts(outcome, "--comment", &flags->comments, "What it says beside its rating")
      ->type_name("MEMBER=TEXT");
  OnChosen(outcome, chosen, flags, &RecordOutcome);
}

}  // namespace

void AddSessionOutcomeCommands(CLI::App& group, Action* chosen) {
  AddOutcome(group, chosen);
  auto flags = std::make_shared<OutcomesFlags>();
  CLI::App* outcomes = AddCommand(
      group, "outcomes",
      "List what became of the meetings of a session, or record it from a CSV file. Its columns "
      "are participant, partner and result, and if wanted absent (ids with spaces between them), "
      "rating and comment of the participant, partner_rating and partner_comment. Each row is "
      "taken or rejected on its own; exit code 4 tells that some were rejected.",
      {"counterpoint session outcomes spring -a music",
       "counterpoint session outcomes spring -a music --import outcomes.csv --rejects bad.jsonl"});
  outcomes->add_option("session", flags->session, "Id or full name of the session")->required();
  CLI::Option* import =
      outcomes->add_option("--import", flags->import, "CSV file to record; - for standard input")
          ->type_name("FILE");
  outcomes->add_option("--rejects", flags->rejects, "Write rejected rows with reasons to this file")
      ->type_name("FILE")
      ->needs(import);
  outcomes->add_option("--limit", flags->limit, "List at most so many; 0 for all")
      ->capture_default_str();
  OnChosen(outcomes, chosen, flags, &Outcomes);
}

}  // namespace counterpoint::cli
