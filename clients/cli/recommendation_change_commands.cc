#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/json.h"
#include "clients/cli/moment.h"
#include "clients/cli/recommendation_tables.h"
#include "clients/cli/resource_names.h"
#include "clients/cpp/recommendations.h"

namespace counterpoint::cli {
namespace {

struct CompareFlags {
  std::string base;
  std::string generation;
  int limit = 100;
};

struct WatchFlags {
  std::string from;
  std::vector<std::string> members;
  bool once = false;
};

struct DigestFlags {
  std::string member;
  std::string since;
};

absl::Status Compare(Session& session, const CompareFlags& flags) {
  const auto alliance = session.Alliance();
  if (!alliance.ok()) return alliance.status();
  v1::CompareGenerationsRequest request;
  request.set_base(GenerationName(*alliance, flags.base));
  request.set_generation(GenerationName(*alliance, flags.generation));
  request.set_page_size(flags.limit);
  request.set_language_code(session.options().language);
  const auto response = session.client().recommendations().Compare(request);
  if (!response.ok()) return response.status();
  Table table = ListChangeTable(session.options().language);
  for (const v1::ListChange& change : response->list_changes()) {
    AddListChangeRows(change, session.options().language, &table);
  }
  session.Show(*response, Pointers(response->list_changes()), table,
               "The lists of the two are the same.");
  if (session.options().output != Output::kTable) return absl::OkStatus();
  session.Note(absl::StrCat(
      response->changed_list_count(), " lists differ: ", response->entered_count(), " entered, ",
      response->left_count(), " left, ", response->moved_count(), " moved.",
      response->next_page_token().empty() ? "" : " Raise --limit to see more."));
  return absl::OkStatus();
}

void Tell(Session& session, const v1::WatchRecommendationChangesResponse& response) {
  for (const v1::ListChange& list : response.list_changes()) {
    if (session.options().output != Output::kTable) {
      session.out() << ToJson(list, /*indented=*/false) << std::endl;
      continue;
    }
    for (const v1::RecommendationChange& change : list.changes()) {
      session.out() << ListChangeLine(list.member(), change, session.options().language)
                    << std::endl;
    }
  }
}

absl::Status Watch(Session& session, const WatchFlags& flags) {
  const auto alliance = session.Alliance();
  if (!alliance.ok()) return alliance.status();
  v1::WatchRecommendationChangesRequest request;
  request.set_parent(*alliance);
  request.set_resume_token(flags.from);
  request.set_language_code(session.options().language);
  for (const std::string& typed : flags.members) {
    request.add_members(MemberName(*alliance, typed));
  }
  const auto watch = session.client().recommendations().Watch(request);
  for (;;) {
    const auto response = watch->Next();
    if (!response.ok()) {
      if (!watch->resume_token().empty()) {
        session.Note(absl::StrCat("Go on with: counterpoint recommendations watch --from ",
                                  watch->resume_token()));
      }
      return response.status();
    }
    if (!response->has_value()) break;
    Tell(session, **response);
    if (flags.once && (*response)->last()) break;
  }
  session.Note(absl::StrCat("Go on with: counterpoint recommendations watch --from ",
                            watch->resume_token()));
  return absl::OkStatus();
}

absl::Status Digest(Session& session, const DigestFlags& flags) {
  const auto member = session.Member(flags.member);
  if (!member.ok()) return member.status();
  v1::GetRecommendationDigestRequest request;
  request.set_member(*member);
  request.set_language_code(session.options().language);
  if (!flags.since.empty()) {
    const auto since = ParseMoment(flags.since);
    if (!since.ok()) return UsageError(absl::StrCat("--since: ", since.status().message()));
    *request.mutable_since_time() = *since;
  }
  const auto digest = session.client().recommendations().GetDigest(request);
  if (!digest.ok()) return digest.status();
  if (session.options().output != Output::kTable) {
    session.out() << ToJson(*digest, session.options().output == Output::kJson) << "\n";
    return absl::OkStatus();
  }
  session.out() << digest->subject() << "\n\n";
  for (const std::string& line : digest->lines()) session.out() << line << "\n";
  return absl::OkStatus();
}

}  // namespace

void AddRecommendationChangeCommands(CLI::App& group, Action* chosen) {
  auto compare_flags = std::make_shared<CompareFlags>();
  CLI::App* compare =
      AddCommand(group, "compare", "Show how the lists of two generations differ, and why.",
                 {"counterpoint recommendations compare 11 12 -a music",
                  "counterpoint recommendations compare current 13 -a music -o json"});
  compare->add_option("base", compare_flags->base, "Number of the older, or current")->required();
  compare->add_option("generation", compare_flags->generation, "Number of the newer, or current")
      ->required();
  compare->add_option("--limit", compare_flags->limit, "At most so many members")
      ->capture_default_str()
      ->check(CLI::Range(1, 1000));
  OnChosen(compare, chosen, compare_flags, &Compare);

  auto watch_flags = std::make_shared<WatchFlags>();
  CLI::App* watch = AddCommand(
      group, "watch",
      "Tell who enters, leaves or moves in whose list, as it happens, a line each. A broken "
      "connection is made again, and nothing is told twice.",
      {"counterpoint recommendations watch -a music",
       "counterpoint recommendations watch -a music --member studio-one -o jsonl"});
  watch->add_option("--from", watch_flags->from, "Go on after this token of an earlier watch")
      ->type_name("TOKEN");
  AddList(watch, "--member", &watch_flags->members, "Tell only of the lists of these members");
  watch->add_flag("--once", watch_flags->once, "End after the changes of one refresh");
  OnChosen(watch, chosen, watch_flags, &Watch);

  auto digest_flags = std::make_shared<DigestFlags>();
  CLI::App* digest =
      AddCommand(group, "digest", "Write what has changed in a member's list, as for an e-mail.",
                 {"counterpoint recommendations digest studio-one -a music",
                  "counterpoint recommendations digest studio-one -a music --since "
                  "2026-11-14 --language zh"});
  digest->add_option("member", digest_flags->member, "Id or full name of the member")->required();
  digest
      ->add_option("--since", digest_flags->since,
                   "Compare with what was current then; else with the refresh before the last")
      ->type_name("TIME");
  OnChosen(digest, chosen, digest_flags, &Digest);
}

}  // namespace counterpoint::cli
