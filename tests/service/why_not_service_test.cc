#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/time_util.h"
#include "tests/service/service_fixture.h"

namespace counterpoint::service {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using ::testing::ElementsAre;

constexpr char kStar[] = "alliances/music/members/star";

// Makes a change as a client would that reads its message: the field by its
// path, the value by the field's type.
void Make(const v1::ProfileChange& change, v1::Member& member) {
  Message* at = &member;
  const FieldDescriptor* field = nullptr;
  int item = -1;
  for (const absl::string_view step : absl::StrSplit(change.field(), '.')) {
    if (field != nullptr) {
      const auto* reflection = at->GetReflection();
      at = item < 0 ? reflection->MutableMessage(at, field)
                    : reflection->MutableRepeatedMessage(at, field, item);
    }
    const std::vector<std::string> parts = absl::StrSplit(step, absl::ByAnyChar("[]"));
    field = at->GetDescriptor()->FindFieldByName(parts[0]);
    ASSERT_NE(field, nullptr) << change.field();
    item = parts.size() > 1 ? std::stoi(parts[1]) : -1;
  }
  const auto* reflection = at->GetReflection();
  const std::string& value = change.value();
  if (change.kind() == v1::ProfileChange::REMOVE) {
    const int last = reflection->FieldSize(*at, field) - 1;
    for (int i = item; i < last; ++i) reflection->SwapElements(at, field, i, i + 1);
    reflection->RemoveLast(at, field);
  } else if (field->type() == FieldDescriptor::TYPE_ENUM) {
    const auto* named = field->enum_type()->FindValueByName(value);
    ASSERT_NE(named, nullptr) << value;
    field->is_repeated() ? reflection->AddEnum(at, field, named)
                         : reflection->SetEnum(at, field, named);
  } else if (field->type() == FieldDescriptor::TYPE_STRING) {
    reflection->AddString(at, field, value);
  } else if (field->type() == FieldDescriptor::TYPE_MESSAGE) {
    google::protobuf::Timestamp time;
    ASSERT_TRUE(google::protobuf::util::TimeUtil::FromString(value, &time)) << value;
    reflection->MutableMessage(at, field)->CopyFrom(time);
  } else if (field->type() == FieldDescriptor::TYPE_INT32) {
    reflection->SetInt32(at, field, std::stoi(value));
  } else {
    reflection->SetInt64(at, field, std::stoll(value));
  }
}

class WhyNotServiceTest : public ServiceTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    StopClock();  // Scores depend on the moment.
    CreateAlliance("music", "policy { floor: 0.05 }");
    CreateMember("star", absl::StrCat(kGameStudio, R"pb(
                   offers {
                     title { key: "en" value: "Internships for composers" }
                     cooperation_modes: TRAINING
                     budget { currency_code: "CNY" min_units: 90 }
                   })pb"));
    for (int i = 0; i < 6; ++i) {
      CreateMember(
          absl::StrCat("composer-", i),
          absl::StrCat(kComposer, R"pb(
                         needs { title { key: "en" value: "Internships in game studios, year )pb",
                       i, "\" } }"));
    }
  }

  Answer<v1::WhyNotResponse> Ask(const std::string& partner, const std::string& more = "") {
    return Send<v1::WhyNotRequest>(
        absl::StrCat("member: '", kStar, "' partner: '", Name(partner), "' ", more));
  }
  static std::string Name(const std::string& id) {
    return absl::StrCat("alliances/music/members/", id);
  }
  v1::Member Stored(const std::string& name) {
    return *Send<v1::GetMemberRequest>(absl::StrCat("name: '", name, "'"));
  }

  // The partner's place in the list, from 1; 0 where it is not in it. `list` is
  // what describes it but for its length.
  int PlaceOf(const std::string& partner, int list_size, const std::string& list) {
    const auto found = Send<v1::RecommendPartnersRequest>(
        absl::StrCat("member: '", kStar, "' page_size: ", list_size, " ", list));
    for (int i = 0; i < found->matches_size(); ++i) {
      if (found->matches(i).partner().name() == Name(partner)) return i + 1;
    }
    return 0;
  }

  // Makes the changes with UpdateMember, and waits until matching sees them.
  void Make(const v1::Remedy& remedy) {
    std::map<std::string, v1::Member> changed;
    for (const v1::ProfileChange& change : remedy.changes()) {
      v1::Member& member = changed.try_emplace(change.member()).first->second;
      if (member.name().empty()) member = Stored(change.member());
      service::Make(change, member);
    }
    for (const auto& [name, member] : changed) {
      v1::UpdateMemberRequest update;
      *update.mutable_member() = member;
      const auto updated = Send(update);
      ASSERT_TRUE(updated.ok()) << updated.status.error_message();
    }
    AwaitIndex();
  }
};

TEST_F(WhyNotServiceTest, EveryRemedyHoldsOnceItsChangesAreMade) {
  CreateMember("paused", absl::StrCat(kComposer,
                                      "state: PAUSED needs { title { key: 'en' value: "
                                      "'Internships' } }"));
  CreateMember("closed", R"pb(
    kind: CREATOR
    display_name { key: "en" value: "Closed" }
    offers {
      title { key: "en" value: "Game music" }
      deadline { seconds: 1000000000 }
    }
    needs {
      title { key: "en" value: "Internships" }
      rules {
        strength: MUST_NOT
        condition { kinds: SCENE_UNIT }
      }
    })pb");
  CreateMember("elsewhere", R"pb(
    kind: INVESTOR
    display_name { key: "en" value: "Elsewhere" }
    offers {
      title { key: "en" value: "Museum lighting" }
      cooperation_modes: PROCUREMENT
    }
    needs { title { key: "en" value: "Ticketing for museums" } })pb");
  AwaitIndex();
  for (const char* partner : {"paused", "closed", "elsewhere"}) {
    ASSERT_EQ(PlaceOf(partner, 3, ""), 0) << partner;
    const auto answer = Ask(partner, "list_size: 3");
    ASSERT_TRUE(answer.ok()) << answer.status.error_message();
    ASSERT_GE(answer->remedies_size(), 1) << partner;
    const v1::Remedy& remedy = answer->remedies(0);
    Make(remedy);
    EXPECT_EQ(PlaceOf(partner, 3, ""), remedy.rank()) << remedy.DebugString();
    const auto after = Ask(partner, "list_size: 3");
    EXPECT_EQ(after->reason(), v1::WhyNotResponse::LISTED);
    EXPECT_EQ(after->match().score(), remedy.score());
  }
}

TEST_F(WhyNotServiceTest, ReasonRankAndGapAreThoseOfTheList) {
  AwaitIndex();
  const auto list = Send<v1::RecommendPartnersRequest>(absl::StrCat("member: '", kStar, "'"));
  ASSERT_EQ(list->matches_size(), 6);
  for (int i = 0; i < 6; ++i) {
    v1::WhyNotRequest request;
    request.set_member(kStar);
    request.set_partner(list->matches(i).partner().name());
    request.set_list_size(3);
    const auto answer = Send(request);
    ASSERT_TRUE(answer.ok()) << answer.status.error_message();
    EXPECT_EQ(answer->rank(), i + 1);
    EXPECT_EQ(answer->match().score(), list->matches(i).score());
    EXPECT_EQ(answer->reason(), i < 3 ? v1::WhyNotResponse::LISTED : v1::WhyNotResponse::OUTRANKED);
    if (i < 3) continue;
    EXPECT_EQ(answer->threshold(), list->matches(2).score());
    EXPECT_DOUBLE_EQ(answer->gap(), list->matches(2).score() - list->matches(i).score());
  }
}

TEST_F(WhyNotServiceTest, TheFieldsOfTheListAreHonoured) {
  AwaitIndex();
  EXPECT_EQ(Ask("composer-0", absl::StrCat("exclude: '", Name("composer-0"), "'"))->reason(),
            v1::WhyNotResponse::EXCLUDED_BY_REQUEST);
  EXPECT_EQ(Ask("composer-0", "filter { kinds: INVESTOR }")->reason(),
            v1::WhyNotResponse::FILTERED);
  const auto low = Ask("composer-0", "floor: 1");
  EXPECT_EQ(low->reason(), v1::WhyNotResponse::BELOW_FLOOR);
  EXPECT_EQ(low->threshold(), 1);
  EXPECT_EQ(Ask("composer-0", "list_size: 6")->reason(), v1::WhyNotResponse::LISTED);
  int listed = 0;
  for (int i = 0; i < 6; ++i) {
    const auto answer = Ask(absl::StrCat("composer-", i), "list_size: 2 diversity: 1");
    const bool is_listed = PlaceOf(absl::StrCat("composer-", i), 2, "diversity: 1") > 0;
    EXPECT_EQ(answer->reason() == v1::WhyNotResponse::LISTED, is_listed);
    listed += is_listed ? 1 : 0;
  }
  EXPECT_EQ(listed, 2);
}

TEST_F(WhyNotServiceTest, SentencesAreInTheLanguageAskedFor) {
  CreateMember("full", absl::StrCat(kComposer, "capacity: 0"));
  AwaitIndex();
  const auto english = Ask("full");
  ASSERT_TRUE(english.ok()) << english.status.error_message();
  EXPECT_EQ(english->text(),
            "North Wind Audio and 星河游戏 are kept apart: the partner takes on no further "
            "partners (capacity).");
  ASSERT_EQ(english->exclusions_size(), 1);
  EXPECT_EQ(english->exclusions(0).member(), Name("full"));
  const auto chinese = Ask("full", "language_code: 'zh'");
  EXPECT_EQ(chinese->text(),
            "North Wind Audio与星河游戏被排除在外：对方暂不接受新的合作方（capacity）。");
}

TEST_F(WhyNotServiceTest, AMemberThatHasJustChangedIsTakenAsItIs) {
  AwaitIndex();
  for (int i = 0; i < 10; ++i) {
    const std::string state = i % 2 == 0 ? "PAUSED" : "ACTIVE";
    ASSERT_TRUE(Send<v1::UpdateMemberRequest>(
                    absl::StrCat("member { name: '", Name("composer-1"), "' state: ", state, " }"))
                    .ok());
    EXPECT_EQ(Ask("composer-1")->reason(),
              i % 2 == 0 ? v1::WhyNotResponse::RULE : v1::WhyNotResponse::LISTED);
  }
}

TEST_F(WhyNotServiceTest, AListIsLookedAtAsItWas) {
  AwaitIndex();
  const auto list =
      Send<v1::RecommendPartnersRequest>(absl::StrCat("member: '", kStar, "' page_size: 3"));
  const std::string token = absl::StrCat("list_size: 3 attribution_token: '",
                                         list->provenance().attribution_token(), "'");
  const std::string listed = list->matches(0).partner().name();
  const std::string id = listed.substr(listed.rfind('/') + 1);
  ASSERT_TRUE(
      Send<v1::UpdateMemberRequest>(absl::StrCat("member { name: '", listed, "' capacity: 0 }"))
          .ok());
  AwaitIndex();
  EXPECT_EQ(Ask(id, "list_size: 3")->reason(), v1::WhyNotResponse::RULE);
  const auto then = Ask(id, token);
  EXPECT_EQ(then->reason(), v1::WhyNotResponse::LISTED);
  EXPECT_EQ(then->provenance().revision(), list->provenance().revision());
  // Changes to a profile that is no longer so would not help.
  const auto excluded = Ask(id, absl::StrCat(token, " floor: 1"));
  EXPECT_EQ(excluded->reason(), v1::WhyNotResponse::BELOW_FLOOR);
  EXPECT_EQ(excluded->remedies_size(), 0);
}

TEST_F(WhyNotServiceTest, ErrorsAreThoseOfTheOtherMethods) {
  AwaitIndex();
  EXPECT_EQ(Ask("nobody").code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_THAT(BadFields(Ask("star", "list_size: 201 filter { topics: 'no-such-topic' }").status),
              ElementsAre("partner", "list_size", "filter.topics[0]"));
  EXPECT_THAT(BadFields(Ask("composer-0", "attribution_token: 'bm9uZQ'").status),
              ElementsAre("attribution_token"));
  const std::string token = Ask("composer-0")->provenance().attribution_token();
  EXPECT_TRUE(Ask("composer-0", absl::StrCat("attribution_token: '", token, "'")).ok());
  Wait(absl::Minutes(11));
  EXPECT_EQ(Ask("composer-0", absl::StrCat("attribution_token: '", token, "'")).code(),
            grpc::StatusCode::FAILED_PRECONDITION);
}

}  // namespace
}  // namespace counterpoint::service
