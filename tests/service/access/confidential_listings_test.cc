// Confidential listings on a real server: what is shown to whom, what a write leaves of
// what its caller does not see, and how they count in matches.
#include <numeric>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "tests/service/access/guarded_service_fixture.h"

namespace counterpoint::service {
namespace {

using ::google::protobuf::util::MessageDifferencer;
using ::testing::Contains;
using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

constexpr char kNorth[] = "alliances/music/members/north";
constexpr char kStar[] = "alliances/music/members/star";

// What a studio offers, openly and not.
constexpr char kNorthProfile[] = R"pb(
  kind: CREATOR
  display_name { key: "en" value: "North Wind Audio" }
  offers {
    id: "open"
    title { key: "en" value: "Adaptive game music" }
    topics: "game-music"
  }
  offers {
    id: "teased"
    title { key: "en" value: "Choir recordings for trailers" }
    topics: "sound-design"
    cooperation_modes: LICENSING
    confidentiality: TEASER
  }
  offers {
    id: "mutual"
    title { key: "en" value: "Unreleased orchestral library" }
    confidentiality: MUTUAL
  }
  offers {
    id: "hidden"
    title { key: "en" value: "Takeover of a motion capture stage" }
    topics: "motion-capture"
    cooperation_modes: FINANCING
    confidentiality: BROKER
  }
)pb";
constexpr char kStarProfile[] = R"pb(
  kind: SCENE_UNIT
  display_name { key: "en" value: "Star River" }
  needs {
    id: "music"
    title { key: "en" value: "Adaptive game music" }
  }
  needs {
    id: "choir"
    title { key: "en" value: "Choir recordings for trailers" }
  }
  needs {
    id: "library"
    title { key: "en" value: "Orchestral library" }
  }
  needs {
    id: "stage"
    title { key: "en" value: "Motion capture stage" }
  }
)pb";

class ConfidentialListingsTest : public GuardedServiceTest {
 protected:
  void SetUp() override {
    GuardedServiceTest::SetUp();
    all_ = Token(Role::kAdministrator, "");
    for (const Role role : kAllRoles) tokens_[role] = Token(role, "music");
    Tell<v1::Alliance>("AllianceService.CreateAlliance", all_,
                       Parse<v1::CreateAllianceRequest>(
                           "alliance_id: 'music' alliance { display_name { key: 'en' value: 'm' } "
                           "}"));
    Create("north", kNorthProfile);
    Create("star", kStarProfile);
  }

  static const google::protobuf::MethodDescriptor& Method(const std::string& name) {
    return *google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
        "counterpoint.v1." + name);
  }
  template <typename Response>
  Answer<Response> Send(const std::string& method, const std::string& token,
                        const google::protobuf::Message& request) {
    const RawAnswer raw = CallRaw(channel_, Method(method), request, token);
    Answer<Response> answer{raw.status, {}};
    if (!raw.messages.empty()) answer.message.ParseFromString(raw.messages.front());
    return answer;
  }
  template <typename Response>
  Response Tell(const std::string& method, const std::string& token,
                const google::protobuf::Message& request) {
    const auto answer = Send<Response>(method, token, request);
    EXPECT_TRUE(answer.ok()) << method << ": " << answer.status.error_message();
    return *answer;
  }
  const std::string& As(Role role) const { return tokens_.at(role); }

  void Create(const std::string& id, const std::string& profile) {
    Tell<v1::Member>("MemberService.CreateMember", all_,
                     Parse<v1::CreateMemberRequest>(absl::StrCat("parent: 'alliances/music' "
                                                                 "member_id: '",
                                                                 id, "' member {", profile, "}")));
  }
  v1::Member Get(Role role, const std::string& name, const std::string& viewer = "") {
    v1::GetMemberRequest request;
    request.set_name(name);
    request.set_viewer(viewer);
    return Tell<v1::Member>("MemberService.GetMember", As(role), request);
  }
  void AwaitIndexed() {
    v1::GetAllianceRequest request;
    request.set_name("alliances/music");
    const auto alliance = Tell<v1::Alliance>("AllianceService.GetAlliance", all_, request);
    ASSERT_TRUE(server_->AwaitIndexed("music", alliance.revision(), absl::Seconds(60)));
  }
  void Accept(const std::string& member, const std::string& partner) {
    Tell<v1::BatchRecordInteractionsResponse>(
        "InteractionService.BatchRecordInteractions", As(Role::kPortal),
        Parse<v1::BatchRecordInteractionsRequest>(
            absl::StrCat("parent: 'alliances/music' interactions { name: "
                         "'alliances/music/interactions/of-",
                         member.substr(member.rfind('/') + 1), "' kind: ACCEPTED member: '", member,
                         "' partner: '", partner, "' }")));
  }
  v1::ExplainMatchResponse Explain(Role role) {
    AwaitIndexed();
    return Tell<v1::ExplainMatchResponse>("MatchingService.ExplainMatch", As(role),
                                          Parse<v1::ExplainMatchRequest>(absl::StrCat(
                                              "member: '", kStar, "' partner: '", kNorth, "'")));
  }

  static std::vector<std::string> Offers(const v1::Member& member) {
    std::vector<std::string> offers;
    for (const v1::Listing& offer : member.offers()) {
      offers.push_back(absl::StrCat(offer.id(), offer.withheld() ? " in part" : ""));
    }
    return offers;
  }
  static std::vector<std::string> Words(const v1::Match& match) {
    std::vector<std::string> words;
    for (const v1::Evidence& evidence : match.evidence()) {
      for (const v1::SharedWord& word : evidence.words()) words.push_back(word.word());
    }
    return words;
  }
  static std::vector<std::string> Pairs(const v1::Match& match, v1::Evidence::Term term) {
    std::vector<std::string> pairs;
    for (const v1::Evidence& evidence : match.evidence()) {
      if (evidence.term() == term) {
        pairs.push_back(absl::StrCat(evidence.need(), "<-", evidence.offer()));
      }
    }
    return pairs;
  }
  static double Sum(const v1::Match& match) {
    return std::accumulate(
        match.evidence().begin(), match.evidence().end(), 0.0,
        [](double sum, const v1::Evidence& e) { return sum + e.contribution(); });
  }

  std::string all_;
  std::map<Role, std::string> tokens_;
};

TEST_F(ConfidentialListingsTest, ReadsShowWhatTheTiersSayToWhomTheyAreFor) {
  const std::vector<std::string> whole = {"open", "teased", "mutual", "hidden"};
  const std::vector<std::string> in_part = {"open", "teased in part", "mutual in part"};
  EXPECT_EQ(Offers(Get(Role::kStaff, kNorth)), whole);
  EXPECT_EQ(Offers(Get(Role::kAdministrator, kNorth)), whole);
  EXPECT_EQ(Offers(Get(Role::kPortal, kNorth, kNorth)), whole);
  EXPECT_EQ(Offers(Get(Role::kPortal, kNorth, kStar)), in_part);
  EXPECT_EQ(Offers(Get(Role::kPortal, kNorth)), in_part);
  EXPECT_EQ(Offers(Get(Role::kReader, kNorth)), in_part);
  EXPECT_EQ(Offers(Get(Role::kBatch, kNorth)), in_part);
  EXPECT_EQ(Offers(Get(Role::kStaff, kNorth, kStar)), in_part) << "as star would see it";
}

TEST_F(ConfidentialListingsTest, MutualTextsAreShownToBothOnceBothHaveAccepted) {
  Accept(kStar, kNorth);
  EXPECT_THAT(Offers(Get(Role::kPortal, kNorth, kStar)), Contains("mutual in part"));
  Accept(kNorth, kStar);
  EXPECT_THAT(Offers(Get(Role::kPortal, kNorth, kStar)),
              ElementsAre("open", "teased in part", "mutual"));
  EXPECT_THAT(Offers(Get(Role::kPortal, kNorth)), Contains("mutual in part"));
  EXPECT_THAT(Offers(Get(Role::kReader, kNorth)), Contains("mutual in part"));
}

TEST_F(ConfidentialListingsTest, OnlyPortalsAndStaffAskForMembersOfTheAlliance) {
  v1::GetMemberRequest request;
  request.set_name(kNorth);
  request.set_viewer(kNorth);
  for (const Role role : {Role::kReader, Role::kBatch}) {
    const auto refused = Send<v1::Member>("MemberService.GetMember", As(role), request);
    EXPECT_EQ(refused.code(), grpc::StatusCode::PERMISSION_DENIED);
    EXPECT_TRUE(absl::StartsWith(refused.status.error_message(), "viewer: "));
  }
  for (const char* viewer : {"alliances/games/members/north", "north"}) {
    request.set_viewer(viewer);
    const auto refused = Send<v1::Member>("MemberService.GetMember", As(Role::kPortal), request);
    EXPECT_THAT(BadFields(refused.status), ElementsAre("viewer"));
  }
}

TEST_F(ConfidentialListingsTest, APortalThatWritesWhatItHasReadLosesNothing) {
  const v1::Member before = Get(Role::kStaff, kNorth);
  v1::UpdateMemberRequest request;
  *request.mutable_member() = Get(Role::kPortal, kNorth);
  v1::Listing& added = *request.mutable_member()->add_offers();
  (*added.mutable_title())["en"] = "Mixing";
  request.mutable_update_mask()->add_paths("offers");
  const auto answer = Tell<v1::Member>("MemberService.UpdateMember", As(Role::kPortal), request);
  EXPECT_THAT(Offers(answer), ElementsAre("open", "teased in part", "mutual in part", "1"));
  const v1::Member after = Get(Role::kStaff, kNorth);
  EXPECT_THAT(Offers(after), ElementsAre("open", "teased", "mutual", "hidden", "1"));
  for (int i = 0; i < before.offers_size(); ++i) {
    EXPECT_TRUE(MessageDifferencer::Equals(before.offers(i), after.offers(i)));
  }
}

TEST_F(ConfidentialListingsTest, APortalChangesAllListingsOfTheMemberThatItAsksFor) {
  v1::UpdateMemberRequest request;
  *request.mutable_member() = Get(Role::kPortal, kNorth, kNorth);
  (*request.mutable_member()->mutable_offers(3)->mutable_title())["en"] = "Changed";
  request.mutable_member()->mutable_offers()->DeleteSubrange(1, 2);
  request.mutable_update_mask()->add_paths("offers");
  request.set_viewer(kNorth);
  Tell<v1::Member>("MemberService.UpdateMember", As(Role::kPortal), request);
  const v1::Member after = Get(Role::kStaff, kNorth);
  EXPECT_THAT(Offers(after), ElementsAre("open", "hidden"));
  EXPECT_EQ(after.offers(1).title().at("en"), "Changed");
}

TEST_F(ConfidentialListingsTest, AChangeOfWhatIsWithheldIsRefusedByItsField) {
  v1::UpdateMemberRequest request;
  *request.mutable_member() = Get(Role::kPortal, kNorth);
  (*request.mutable_member()->mutable_offers(2)->mutable_title())["en"] = "Mine";
  request.mutable_update_mask()->add_paths("*");
  const auto refused = Send<v1::Member>("MemberService.UpdateMember", As(Role::kPortal), request);
  EXPECT_THAT(BadFields(refused.status), ElementsAre("member.offers[2].withheld"));
}

TEST_F(ConfidentialListingsTest, ARepeatedRequestShowsItsCallerNoMoreThanItMaySee) {
  v1::UpdateMemberRequest request;
  request.mutable_member()->set_name(kNorth);
  request.mutable_member()->set_region("CN-SH");
  request.set_request_id("once");
  EXPECT_EQ(Tell<v1::Member>("MemberService.UpdateMember", As(Role::kStaff), request).offers_size(),
            4);
  const auto repeated = Tell<v1::Member>("MemberService.UpdateMember", As(Role::kPortal), request);
  EXPECT_THAT(Offers(repeated), ElementsAre("open", "teased in part", "mutual in part"));
}

TEST_F(ConfidentialListingsTest, AnImportOfWhatABatchJobHasExportedChangesNothing) {
  const v1::Member before = Get(Role::kStaff, kNorth);
  const auto exported =
      Tell<v1::StreamMembersResponse>("MemberService.StreamMembers", As(Role::kBatch),
                                      Parse<v1::StreamMembersRequest>("parent: 'alliances/music'"));
  v1::ImportMembersRequest import;
  import.set_parent("alliances/music");
  *import.mutable_members() = exported.members();
  auto answer =
      Tell<v1::ImportMembersResponse>("MemberService.ImportMembers", As(Role::kBatch), import);
  for (const auto& verdict : answer.verdicts()) {
    EXPECT_EQ(verdict.outcome(), v1::ImportMembersResponse::UNCHANGED) << verdict.DebugString();
  }
  // What a source knows nothing of stays; what it names is replaced.
  *import.mutable_members(0) = Parse<v1::Member>(
      "name: 'members/north' kind: CREATOR display_name { key: 'en' value: 'North' } offers { id: "
      "'mutual' title { key: 'en' value: 'From the source' } confidentiality: MUTUAL }");
  answer = Tell<v1::ImportMembersResponse>("MemberService.ImportMembers", As(Role::kBatch), import);
  EXPECT_EQ(answer.verdicts(0).outcome(), v1::ImportMembersResponse::IMPORTED_OVER);
  const v1::Member after = Get(Role::kStaff, kNorth);
  EXPECT_THAT(Offers(after), UnorderedElementsAre("mutual", "hidden"));
  EXPECT_TRUE(MessageDifferencer::Equals(after.offers(1), before.offers(3))) << after.DebugString();
}

TEST_F(ConfidentialListingsTest, AnItemThatIsWithheldAndNotThereIsRejectedAlone) {
  auto import = Parse<v1::ImportMembersRequest>(
      "parent: 'alliances/music' members { name: 'members/new' kind: CREATOR display_name { key: "
      "'en' value: 'New' } needs { id: 'a' withheld: true } } members { name: 'members/other' "
      "kind: "
      "CREATOR display_name { key: 'en' value: 'Other' } }");
  const auto answer =
      Tell<v1::ImportMembersResponse>("MemberService.ImportMembers", As(Role::kBatch), import);
  EXPECT_EQ(answer.verdicts(0).outcome(), v1::ImportMembersResponse::REJECTED);
  EXPECT_TRUE(
      absl::StrContains(answer.verdicts(0).error().message(), "members[0].needs[0].withheld"));
  EXPECT_EQ(answer.verdicts(1).outcome(), v1::ImportMembersResponse::IMPORTED_NEW);
}

TEST_F(ConfidentialListingsTest, CountInScoresAlikeForAllAndExplanationsAddUp) {
  const v1::Match whole = Explain(Role::kStaff).match();
  EXPECT_THAT(Pairs(whole, v1::Evidence::WORDS), Contains("stage<-hidden"));
  EXPECT_THAT(Pairs(whole, v1::Evidence::CONFIDENTIAL), IsEmpty());
  EXPECT_THAT(Words(whole), Contains("Choir recordings"));
  for (const Role role : {Role::kReader, Role::kPortal, Role::kBatch}) {
    const v1::Match match = Explain(role).match();
    EXPECT_EQ(match.score(), whole.score());
    EXPECT_THAT(Sum(match), DoubleNear(match.score(), 1e-6));
    EXPECT_THAT(Words(match), Contains("Adaptive game"));
    EXPECT_THAT(Words(match), Not(Contains("Choir recordings")))
        << "that it is shared tells that it is there";
    EXPECT_THAT(Pairs(match, v1::Evidence::CONFIDENTIAL), Contains("<-"));
    EXPECT_THAT(Pairs(match, v1::Evidence::CONFIDENTIAL), Contains("choir<-teased"));
    for (const v1::Evidence& evidence : match.evidence()) {
      EXPECT_NE(evidence.offer(), "hidden");
      if (evidence.term() == v1::Evidence::CONFIDENTIAL) {
        EXPECT_EQ(evidence.text(), "matches something confidential");
      }
    }
  }
}

TEST_F(ConfidentialListingsTest, AcceptanceOpensTheEvidenceOfMutualListings) {
  EXPECT_THAT(Words(Explain(Role::kPortal).match()), Not(Contains("Orchestral library")));
  Accept(kStar, kNorth);
  Accept(kNorth, kStar);
  const v1::Match match = Explain(Role::kPortal).match();
  EXPECT_THAT(Pairs(match, v1::Evidence::WORDS), Contains("library<-mutual"));
  EXPECT_THAT(Words(Explain(Role::kReader).match()), Not(Contains("Orchestral library")));
}

TEST_F(ConfidentialListingsTest, ATypedNeedFindsThemForStaffAlone) {
  AwaitIndexed();
  const auto request = Parse<v1::MatchNeedRequest>(
      "parent: 'alliances/music' need { title { key: 'en' value: 'takeover motion capture stage' } "
      "}");
  const auto found = [&](Role role) {
    return Tell<v1::MatchNeedResponse>("MatchingService.MatchNeed", As(role), request);
  };
  ASSERT_EQ(found(Role::kStaff).matches_size(), 1);
  EXPECT_THAT(Words(found(Role::kStaff).matches(0)), Contains("takeover"));
  for (const Role role : {Role::kReader, Role::kPortal, Role::kBatch}) {
    EXPECT_EQ(found(role).matches_size(), 0) << found(role).DebugString();
  }
}

TEST_F(ConfidentialListingsTest, FiltersDoNotTellWhatIsNotShown) {
  const auto found = [&](const std::string& filter) {
    std::vector<std::string> ids;
    const auto answer =
        Tell<v1::ListMembersResponse>("MemberService.ListMembers", As(Role::kPortal),
                                      Parse<v1::ListMembersRequest>(absl::StrCat(
                                          "parent: 'alliances/music' filter { ", filter, " }")));
    for (const v1::Member& member : answer.members()) ids.push_back(member.name());
    return ids;
  };
  EXPECT_THAT(found("topics: 'sound-design'"), ElementsAre(kNorth));
  EXPECT_THAT(found("topics: 'motion-capture'"), IsEmpty());
  EXPECT_THAT(found("cooperation_modes: LICENSING"), IsEmpty());
  EXPECT_THAT(found("cooperation_modes: FINANCING"), IsEmpty());
}

TEST_F(ConfidentialListingsTest, ATypedNeedHasNoTier) {
  const auto refused = Send<v1::MatchNeedResponse>(
      "MatchingService.MatchNeed", As(Role::kStaff),
      Parse<v1::MatchNeedRequest>("parent: 'alliances/music' need { title { key: 'en' value: 'a' } "
                                  "confidentiality: BROKER }"));
  EXPECT_THAT(BadFields(refused.status), ElementsAre("need.confidentiality"));
}

TEST_F(ConfidentialListingsTest, BrokersListingsAreNumberedByThemselves) {
  Create("new",
         "kind: CREATOR display_name { key: 'en' value: 'New' } needs { title { key: 'en' value: "
         "'a' } } needs { title { key: 'en' value: 'b' } confidentiality: BROKER } needs { title { "
         "key: 'en' value: 'c' } confidentiality: PUBLIC }");
  const v1::Member member = Get(Role::kStaff, "alliances/music/members/new");
  EXPECT_EQ(member.needs(0).id(), "1");
  EXPECT_EQ(member.needs(1).id(), "broker-1");
  EXPECT_EQ(member.needs(2).id(), "2");
  EXPECT_EQ(member.needs(2).confidentiality(), v1::CONFIDENTIALITY_UNSPECIFIED);
}

}  // namespace
}  // namespace counterpoint::service
