#include "service/validation/interaction_requests.h"

#include "absl/strings/str_cat.h"
#include "tests/service/validation/valid_resources.h"

namespace counterpoint::validation {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kValid[] =
    "name: 'alliances/a/interactions/i' kind: PARTNERSHIP member: 'alliances/a/members/m' "
    "partner: 'alliances/a/members/n'";

std::vector<std::string> WrongIn(const v1::BatchRecordInteractionsRequest& request) {
  Violations violations;
  Check(request, TestSetting(), violations);
  return FieldsOf(violations);
}

// What is wrong with one valid interaction after the text has been added to it.
std::vector<std::string> WrongWith(const std::string& text) {
  v1::BatchRecordInteractionsRequest request;
  request.set_parent("alliances/a");
  MergeText(kValid, *request.add_interactions());
  MergeText(text, *request.mutable_interactions(0));
  return WrongIn(request);
}

template <typename Request>
std::vector<std::string> WrongIn(const char* text) {
  Request request;
  MergeText(text, request);
  Violations violations;
  Check(request, violations);
  return FieldsOf(violations);
}

TEST(InteractionRequestsTest, RecordingNamesEveryBadField) {
  EXPECT_THAT(WrongWith(""), IsEmpty());
  EXPECT_THAT(WrongWith("occur_time { seconds: 1750000000 }"), IsEmpty()) << "now";
  EXPECT_THAT(WrongWith("kind: MET"), IsEmpty());
  EXPECT_THAT(WrongWith("kind: CONFLICT"), IsEmpty());
  EXPECT_THAT(WrongWith("kind: DECLINED decline_reason: OTHER_REASON"), IsEmpty());
  EXPECT_THAT(WrongWith("kind: AGREEMENT_SIGNED"), IsEmpty());
  EXPECT_THAT(WrongWith("kind: AGREEMENT_SIGNED agreement_type: OTHER_AGREEMENT "
                        "value_band: ABOVE_100_MILLION"),
              IsEmpty());
  EXPECT_THAT(WrongWith("attribution_token: 't' place: 10000"), IsEmpty());
  EXPECT_THAT(WrongWith("staff_rule: 'r'"), IsEmpty()) << "output only";
  EXPECT_THAT(WrongWith(absl::StrCat("attribution_token: '", std::string(513, 't'), "'")),
              testing::SizeIs(1));
  EXPECT_THAT(WrongWith("kind: RATED rating: 1"), IsEmpty());
  EXPECT_THAT(WrongWith("kind: RATED rating: 5"), IsEmpty());
  EXPECT_THAT(WrongWith("create_time { seconds: 99 nanos: -1 }"), IsEmpty()) << "output only";
  const std::vector<BadField> bad = {
      {"name: ''", "name"},
      {"name: 'i'", "name"},
      {"name: 'alliances/a/interactions/I'", "name"},
      {"name: 'alliances/b/interactions/i'", "name"},
      {"kind: INTERACTION_KIND_UNSPECIFIED", "kind"},
      {"kind: 17", "kind"},
      {"kind: DECLINED", "decline_reason"},
      {"kind: DECLINED decline_reason: 99", "decline_reason"},
      {"decline_reason: TOO_EARLY", "decline_reason"},
      {"agreement_type: LICENCE_AGREEMENT", "agreement_type"},
      {"kind: AGREEMENT_SIGNED agreement_type: 99", "agreement_type"},
      {"value_band: WITHOUT_VALUE", "value_band"},
      {"kind: AGREEMENT_SIGNED value_band: -1", "value_band"},
      {"place: 1", "place"},
      {"attribution_token: 't' place: -1", "place"},
      {"attribution_token: 't' place: 10001", "place"},
      {"member: ''", "member"},
      {"member: 'members/m'", "member"},
      {"member: 'alliances/b/members/m'", "member"},
      {"partner: 'alliances/b/members/m'", "partner"},
      {"partner: 'alliances/a/members/m'", "partner"},
      {"occur_time { seconds: 1750000000 nanos: 1 }", "occur_time"},
      {"occur_time { seconds: 5 nanos: -1 }", "occur_time"},
      {"rating: 3", "rating"},
      {"kind: NO_SHOW rating: 3", "rating"},
      {"kind: RATED", "rating"},
      {"kind: RATED rating: 6", "rating"},
      {"kind: RATED rating: -1", "rating"},
  };
  for (const auto& [text, field] : bad) {
    EXPECT_THAT(WrongWith(text), ElementsAre(absl::StrCat("interactions[0].", field))) << text;
  }
}

TEST(InteractionRequestsTest, BatchHas1To1000EachWithANameOfItsOwn) {
  v1::BatchRecordInteractionsRequest request;
  EXPECT_THAT(WrongIn(request), ElementsAre("parent", "interactions"));
  request.set_parent("alliances/a");
  for (int i = 0; i < 1000; ++i) {
    MergeText(kValid, *request.add_interactions());
    request.mutable_interactions(i)->set_name(absl::StrCat("alliances/a/interactions/i", i));
  }
  EXPECT_THAT(WrongIn(request), IsEmpty());
  request.mutable_interactions(7)->set_name(request.interactions(2).name());
  EXPECT_THAT(WrongIn(request), ElementsAre("interactions[7].name"));
  *request.add_interactions() = request.interactions(0);
  EXPECT_THAT(WrongIn(request), ElementsAre("interactions"));
}

TEST(InteractionRequestsTest, NamesAndPageSizesAreChecked) {
  EXPECT_THAT(WrongIn<v1::GetInteractionRequest>("name: 'alliances/a/interactions/i'"), IsEmpty());
  EXPECT_THAT(WrongIn<v1::GetInteractionRequest>("name: 'alliances/a/members/i'"),
              ElementsAre("name"));
  EXPECT_THAT(WrongIn<v1::DeleteInteractionRequest>("name: 'alliances/a/interactions/i'"),
              IsEmpty());
  EXPECT_THAT(WrongIn<v1::DeleteInteractionRequest>("request_id: '\\n'"),
              ElementsAre("name", "request_id"));
  EXPECT_THAT(WrongIn<v1::ListInteractionsRequest>(
                  "parent: 'alliances/a' page_size: 1000 member: 'alliances/a/members/m'"),
              IsEmpty());
  EXPECT_THAT(WrongIn<v1::ListInteractionsRequest>("page_size: 1001 member: 'm'"),
              ElementsAre("parent", "page_size", "member"));
  EXPECT_THAT(
      WrongIn<v1::ListInteractionsRequest>("parent: 'alliances/a' member: 'alliances/b/members/m'"),
      ElementsAre("member"));
}

}  // namespace
}  // namespace counterpoint::validation
