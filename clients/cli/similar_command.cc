#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/commands.h"
#include "clients/cli/match_pages.h"
#include "clients/cli/match_tables.h"
#include "clients/cli/member_filter_flags.h"
#include "clients/cli/resource_names.h"
#include "clients/cli/text_language.h"
#include "clients/cli/vocabulary.h"
#include "clients/cli/wording.h"
#include "clients/cpp/matching.h"

namespace counterpoint::cli {
namespace {

struct SimilarFlags {
  std::string member;
  int limit = 10;
  MemberFilterFlags filter;
};

Table SimilarList(const v1::ListSimilarMembersResponse& response, const std::string& language) {
  const auto heading = [&](const char* text) { return Wording(text, language); };
  Table table({{heading("RANK"), Table::Align::kRight},
               {heading("ID")},
               {heading("MEMBER")},
               {heading("KIND")},
               {heading("REGION")},
               {heading("SIMILARITY"), Table::Align::kRight},
               {heading("TOPICS")}});
  int rank = 0;
  for (const v1::SimilarMember& similar : response.members()) {
    const v1::MemberSummary& member = similar.member();
    table.AddRow({absl::StrCat(++rank), IdOf(member.name()),
                  TextIn(member.display_name(), language), ShownKind(member.kind(), language),
                  member.region(), ShownScore(similar.similarity()),
                  absl::StrJoin(similar.topics(), ", ")});
  }
  return table;
}

absl::Status Similar(Session& session, const SimilarFlags& flags) {
  const auto name = session.Member(flags.member);
  if (!name.ok()) return name.status();
  v1::ListSimilarMembersRequest request;
  request.set_member(*name);
  *request.mutable_filter() = flags.filter.ToFilter();
  const auto response = GatherPages(
      request, flags.limit,
      [&](const auto& page) { return session.client().matching().ListSimilarMembers(page); },
      [](auto& page) { return page.mutable_members(); });
  if (!response.ok()) return response.status();
  session.Show(*response, Pointers(response->members()),
               SimilarList(*response, session.options().language),
               "No member is like this one. A longer description and more offers help.");
  return absl::OkStatus();
}

}  // namespace

void AddSimilarCommand(CLI::App& app, Action* chosen) {
  auto flags = std::make_shared<SimilarFlags>();
  CLI::App* command = AddCommand(app, "similar", "List the members whose profiles are alike.",
                                 {"counterpoint similar studio-one -a music --limit 5"});
  command->add_option("member", flags->member, "Id or full name of the member")->required();
  command->add_option("--limit", flags->limit, "At most so many")
      ->capture_default_str()
      ->check(CLI::Range(1, 100000));
  flags->filter.Declare(command);
  OnChosen(command, chosen, flags, &Similar);
}

}  // namespace counterpoint::cli
