#include "service/validation/ledger_requests.h"

#include "tests/service/validation/valid_resources.h"

namespace counterpoint::validation {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> WrongWith(const char* text) {
  v1::GetLedgerRequest request;
  request.set_parent("alliances/a");
  MergeText(text, request);
  Violations violations;
  Check(request, TestSetting(), violations);
  return FieldsOf(violations);
}

TEST(LedgerRequestsTest, ParentAloneIsEnough) { EXPECT_THAT(WrongWith(""), IsEmpty()); }

TEST(LedgerRequestsTest, PeriodsHaveTheirEndsASecondApart) {
  EXPECT_THAT(WrongWith("start_time { seconds: 5 }"), IsEmpty());
  EXPECT_THAT(WrongWith("end_time { seconds: -5 }"), IsEmpty());
  EXPECT_THAT(WrongWith("start_time { seconds: 5 nanos: 7 } end_time { seconds: 6 }"), IsEmpty());
  EXPECT_THAT(WrongWith("start_time { seconds: 5 } end_time { seconds: 5 nanos: 7 }"),
              ElementsAre("end_time"));
  EXPECT_THAT(WrongWith("start_time { nanos: -1 } end_time { seconds: 999999999999 }"),
              ElementsAre("start_time", "end_time"));
}

TEST(LedgerRequestsTest, GroupingKindsAndTopicAreKnownOnes) {
  EXPECT_THAT(WrongWith("group_by: BY_POLICY_VERSION kinds: CREATOR kinds: INVESTOR"), IsEmpty());
  EXPECT_THAT(WrongWith("group_by: 6"), ElementsAre("group_by"));
  EXPECT_THAT(WrongWith("kinds: CREATOR kinds: MEMBER_KIND_UNSPECIFIED kinds: CREATOR"),
              ElementsAre("kinds[1]", "kinds[2]"));
  EXPECT_THAT(WrongWith("topic: 'game-music'"), IsEmpty());
  EXPECT_THAT(WrongWith("topic: 'no-such-topic'"), ElementsAre("topic"));
}

TEST(LedgerRequestsTest, ParentIsRequired) {
  EXPECT_THAT(WrongWith("parent: 'alliances/'"), ElementsAre("parent"));
  EXPECT_THAT(WrongWith("parent: ''"), ElementsAre("parent"));
}

}  // namespace
}  // namespace counterpoint::validation
