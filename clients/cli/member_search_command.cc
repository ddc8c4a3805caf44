#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/commands.h"
#include "clients/cli/member_filter_flags.h"
#include "clients/cli/member_tables.h"
#include "clients/cli/viewer_flag.h"
#include "clients/cli/vocabulary.h"
#include "clients/cli/wording.h"
#include "clients/cpp/members.h"

namespace counterpoint::cli {
namespace {

constexpr int kLargestPage = 1000;
constexpr int kShownRegions = 20;
constexpr int kShownTopics = 50;

struct SearchFlags {
  std::vector<std::string> words;
  MemberFilterFlags filter;
  std::string viewer;
  int limit = 20;
  bool counts = false;
};

// One line for each value that was counted.
Table CountTable(const v1::MemberCounts& counts, const std::string& language) {
  Table table({{Wording("OF WHAT", language)},
               {Wording("VALUE", language)},
               {Wording("MEMBERS", language), Table::Align::kRight},
               {Wording("NEEDS", language), Table::Align::kRight},
               {Wording("OFFERS", language), Table::Align::kRight}});
  for (const auto& one : counts.kinds()) {
    table.AddRow({Wording("Kind", language), ShownKind(one.kind(), language),
                  absl::StrCat(one.members()), "", ""});
  }
  for (const auto& one : counts.states()) {
    table.AddRow({Wording("State", language),
                  ShownName(*v1::MemberState_descriptor(), one.state(), language),
                  absl::StrCat(one.members()), "", ""});
  }
  for (int i = 0; i < counts.regions_size() && i < kShownRegions; ++i) {
    const auto& one = counts.regions(i);
    table.AddRow({Wording("Region", language), one.region(), absl::StrCat(one.members()), "", ""});
  }
  for (int i = 0; i < counts.topics_size() && i < kShownTopics; ++i) {
    const auto& one = counts.topics(i);
    table.AddRow({Wording("Topic", language), one.topic(), "", absl::StrCat(one.needing_members()),
                  absl::StrCat(one.offering_members())});
  }
  return table;
}

absl::Status Search(Session& session, const SearchFlags& flags) {
  const auto alliance = session.Alliance();
  if (!alliance.ok()) return alliance.status();
  const auto viewer = ViewerName(session, flags.viewer);
  if (!viewer.ok()) return viewer.status();
  v1::SearchMembersRequest request;
  request.set_parent(*alliance);
  request.set_viewer(*viewer);
  request.set_query(absl::StrJoin(flags.words, " "));
  request.set_page_size(std::min(flags.limit, kLargestPage));
  *request.mutable_filter() = flags.filter.ToFilter();
  if (flags.counts) {
    for (const auto facet : {v1::SearchMembersRequest::KINDS, v1::SearchMembersRequest::STATES,
                             v1::SearchMembersRequest::REGIONS, v1::SearchMembersRequest::TOPICS,
                             v1::SearchMembersRequest::LISTINGS}) {
      request.add_facets(facet);
    }
  }
  const auto found = session.client().members().Search(request);
  if (!found.ok()) return found.status();
  const std::string& language = session.options().language;
  if (flags.counts) {
    session.Show(*found, CountTable(found->counts(), language));
  } else {
    Table table = MemberList(language);
    for (const v1::Member& member : found->members()) AddMemberRow(member, language, &table);
    session.Show(*found, Pointers(found->members()), table,
                 "Nobody is called that and fulfils all of these conditions.");
  }
  if (flags.counts) {
    session.Note(absl::StrCat(found->total_size(), " members, ", found->counts().need_count(),
                              " needs, ", found->counts().offer_count(), " offers."));
  } else if (found->members_size() < found->total_size()) {
    session.Note(absl::StrCat("The first ", found->members_size(), " of ", found->total_size(),
                              "; raise --limit, or add words or conditions."));
  }
  return absl::OkStatus();
}

}  // namespace

void AddMemberSearchCommand(CLI::App& group, Action* chosen) {
  auto flags = std::make_shared<SearchFlags>();
  CLI::App* search = AddCommand(
      group, "search",
      "Find members by words in their ids and names, in Chinese or English, whole or in part; "
      "without words, all. The best fit comes first.",
      {"counterpoint member search wind -a music", "counterpoint member search 音乐 -a music",
       "counterpoint member search -a music --region CN-SH --counts"});
  search->add_option("words", flags->words, "What ids or names contain, all of it")
      ->type_name("WORD");
  flags->filter.Declare(search);
  AddViewer(search, &flags->viewer);
  search->add_option("--limit", flags->limit, "Show at most so many")
      ->check(CLI::Range(1, kLargestPage))
      ->capture_default_str();
  search->add_flag("--counts", flags->counts,
                   "Show how many there are of each kind, state, region and topic instead");
  OnChosen(search, chosen, flags, &Search);
}

}  // namespace counterpoint::cli
