#include "tests/soak/soak_alliance.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "clients/cpp/alliances.h"
#include "clients/cpp/matching.h"
#include "clients/cpp/members.h"
#include "clients/cpp/recommendations.h"
#include "clients/cpp/sessions.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/util/message_differencer.h"

namespace counterpoint::soak {
namespace {

constexpr absl::Duration kLongest = absl::Minutes(5);
constexpr int kParticipants = 24;

constexpr const char* kSubjects[] = {
    "orchestral game music",     "virtual reality exhibition",
    "spatial audio for museums", "motion capture for games",
    "music education online",    "digital collections of a library",
    "live concert streaming",    "speech synthesis for audio books",
    "immersive theatre",         "copyright registration of songs"};
constexpr const char* kWays[] = {"for schools",     "in Shanghai",     "with a small team",
                                 "over two years",  "for a festival",  "as a joint project",
                                 "with open tools", "for old archives"};

const char* Subject(int number) { return kSubjects[static_cast<unsigned>(number) % 10]; }
const char* Way(int number) { return kWays[static_cast<unsigned>(number) % 8]; }

void Say(v1::Listing& listing, int number) {
  (*listing.mutable_title())["en"] = absl::StrCat(Subject(number), " ", Way(number / 3));
  (*listing.mutable_text())["en"] =
      absl::StrCat("We work on ", Subject(number), " ", Way(number / 7), " and on ",
                   Subject(number / 2 + 1), " ", Way(number), ".");
}

absl::Status MakeAlliance(const client::Client& client, const char* name, int members) {
  v1::CreateAllianceRequest request;
  request.set_alliance_id(absl::StrCat(name).substr(absl::StrCat(name).rfind('/') + 1));
  (*request.mutable_alliance()->mutable_display_name())["en"] = "Soak";
  request.mutable_alliance()->mutable_policy()->mutable_gain()->set_freshness(0);
  const auto created = client.alliances().Create(request);
  if (!created.ok()) return created.status();
  const auto import = client.members().Import({.parent = name}, nullptr);
  for (int i = 0; i < members; ++i) {
    const absl::Status added = import->Add(MakeMember(MemberName(name, i), i));
    if (!added.ok()) return added;
  }
  const auto summary = import->Finish();
  if (!summary.ok()) return summary.status();
  if (summary->rejected > 0) return absl::InternalError("members of the soak were rejected");
  return absl::OkStatus();
}

absl::Status AwaitIndex(const client::Client& client, const char* alliance) {
  v1::GetAllianceRequest request;
  request.set_name(alliance);
  const absl::Time deadline = absl::Now() + kLongest;
  while (absl::Now() < deadline) {
    const auto present = client.alliances().Get(request);
    if (!present.ok()) return present.status();
    const auto list = client.matching().RecommendPartners(RecommendTo(MemberName(alliance, 0)));
    if (!list.ok()) return list.status();
    if (list->provenance().revision() == present->revision()) return absl::OkStatus();
    absl::SleepFor(absl::Milliseconds(20));
  }
  return absl::DeadlineExceededError(absl::StrCat("the index of ", alliance, " stays behind"));
}

absl::Status MakeSession(const client::Client& client) {
  v1::CreateSessionRequest request;
  request.set_parent(kLively);
  request.set_session_id("spring");
  v1::Session& session = *request.mutable_session();
  (*session.mutable_display_name())["en"] = "Spring";
  session.set_time_zone("Asia/Shanghai");
  v1::SessionDay& day = *session.add_days();
  day.set_date("2027-03-02");
  for (int i = 0; i < 6; ++i) {
    v1::SessionSlot& slot = *day.add_slots();
    slot.set_start(absl::StrFormat("%02d:%02d", 9 + i / 3, i % 3 * 20));
    slot.set_minutes(20);
  }
  for (int i = 1; i <= 6; ++i) session.add_tables()->set_id(absl::StrCat("t", i));
  session.mutable_pairing()->set_most_meetings(3);
  const auto created = client.sessions().Create(request);
  if (!created.ok()) return created.status();
  v1::BatchCreateParticipantsRequest join;
  join.set_parent(kSession);
  for (int i = 0; i < kParticipants; ++i) {
    const std::string name = MemberName(kLively, i);
    join.add_requests()->set_participant_id(name.substr(name.rfind('/') + 1));
  }
  return client.sessions().BatchCreateParticipants(join).status();
}

std::string Bytes(const google::protobuf::Message& message) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);  // Maps have no order of their own.
    message.SerializeToCodedStream(&coded);
  }
  return bytes;
}

}  // namespace

std::string MemberName(const char* alliance, int number) {
  return absl::StrFormat("%s/members/m%05d", alliance, number);
}

v1::Member MakeMember(const std::string& name, int number) {
  v1::Member member;
  member.set_name(name);
  member.set_kind(number % 2 == 0 ? v1::TECHNOLOGY_SUPPLIER : v1::SCENE_UNIT);
  (*member.mutable_display_name())["en"] = absl::StrCat("Member ", number);
  for (int i = 0; i < 2; ++i) {
    Say(*member.add_offers(), number + i);
    Say(*member.add_needs(), number * 3 + i + 5);
  }
  // So that an export is more than a connection holds back for a client that does not read.
  (*member.mutable_description())["en"] = std::string(6000, 'x');
  return member;
}

v1::RecommendPartnersRequest RecommendTo(const std::string& member) {
  v1::RecommendPartnersRequest request;
  request.set_member(member);
  return request;
}

v1::MatchNeedRequest SearchFor(int number) {
  v1::MatchNeedRequest request;
  request.set_parent(kStill);
  Say(*request.mutable_need(), number * 5);
  return request;
}

v1::ListSimilarMembersRequest SimilarTo(const std::string& member) {
  v1::ListSimilarMembersRequest request;
  request.set_member(member);
  return request;
}

template <>
std::string WhatCounts(v1::Member member) {
  return Bytes(member);
}

template <typename Response>
std::string WhatCounts(Response response) {
  response.mutable_provenance()->clear_as_of_time();
  response.mutable_provenance()->clear_attribution_token();
  if constexpr (requires { response.clear_next_page_token(); }) response.clear_next_page_token();
  return Bytes(response);
}
template std::string WhatCounts(v1::RecommendPartnersResponse);
template std::string WhatCounts(v1::MatchNeedResponse);
template std::string WhatCounts(v1::ListSimilarMembersResponse);
template std::string WhatCounts(v1::ExplainMatchResponse);

absl::Status MakeAlliances(const client::Client& client, int members) {
  for (const char* alliance : {kStill, kLively}) {
    absl::Status made = MakeAlliance(client, alliance, members);
    if (made.ok()) made = AwaitIndex(client, alliance);
    if (!made.ok()) return made;
  }
  const absl::Status session = MakeSession(client);
  if (!session.ok()) return session;
  v1::RefreshRecommendationsRequest refresh;
  refresh.set_parent(kLively);
  return client.recommendations().RefreshAndAwait(refresh).status();
}

absl::Status QuietAnswers::Ask(const client::Client& client, int members) {
  const client::Matching& matching = client.matching();
  for (int i = 0; i < members; ++i) {
    const std::string name = MemberName(kStill, i);
    const auto list = matching.RecommendPartners(RecommendTo(name));
    if (!list.ok()) return list.status();
    if (list->matches().empty()) return absl::InternalError(name + " has no partners");
    recommended.push_back(WhatCounts(*list));
    const auto likely = matching.ListSimilarMembers(SimilarTo(name));
    if (!likely.ok()) return likely.status();
    similar.push_back(WhatCounts(*likely));
    v1::GetMemberRequest get;
    get.set_name(name);
    const auto profile = client.members().Get(get);
    if (!profile.ok()) return profile.status();
    profiles.push_back(WhatCounts(*profile));
    v1::ExplainMatchRequest pair;
    pair.set_member(name);
    pair.set_partner(list->matches(0).partner().name());
    const auto evidence = matching.ExplainMatch(pair);
    if (!evidence.ok()) return evidence.status();
    pairs.push_back(pair);
    explained.push_back(WhatCounts(*evidence));
  }
  for (int i = 0; i < kSearches; ++i) {
    const auto list = matching.MatchNeed(SearchFor(i));
    if (!list.ok()) return list.status();
    found.push_back(WhatCounts(*list));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> LivelyLists(const client::Client& client, int members) {
  const absl::Status indexed = AwaitIndex(client, kLively);
  if (!indexed.ok()) return indexed;
  std::vector<std::string> lists;
  for (int i = 0; i < members; ++i) {
    const auto list = client.matching().RecommendPartners(RecommendTo(MemberName(kLively, i)));
    if (!list.ok()) return list.status();
    lists.push_back(WhatCounts(*list));
  }
  return lists;
}

std::string DifferencesOfLists(const std::string& before, const std::string& after) {
  v1::RecommendPartnersResponse lists[2];
  if (!lists[0].ParseFromString(before) || !lists[1].ParseFromString(after)) return "no lists";
  std::string report;
  google::protobuf::util::MessageDifferencer differencer;
  differencer.ReportDifferencesToString(&report);
  differencer.Compare(lists[0], lists[1]);
  return report;
}

}  // namespace counterpoint::soak
