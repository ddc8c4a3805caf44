#include "service/sessions/outcome_interactions.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "service/conversion/timestamp.h"

namespace counterpoint::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSubsetOf;

const conversion::SessionName kSpring{"music", "spring"};

v1::MeetingOutcome Outcome(const std::string& fields) {
  v1::MeetingOutcome outcome;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      absl::StrCat("pair { participant: 'alliances/music/members/a' "
                   "partner: 'alliances/music/members/b' } ",
                   fields),
      &outcome));
  return outcome;
}

// "KIND member partner rating".
std::vector<std::string> Shown(const std::vector<v1::Interaction>& interactions) {
  std::vector<std::string> shown;
  for (const auto& each : interactions) {
    shown.push_back(absl::StrCat(v1::InteractionKind_Name(each.kind()), " ",
                                 each.member().substr(24), " ", each.partner().substr(24), " ",
                                 each.rating()));
  }
  return shown;
}

std::vector<std::string> Ids(const std::vector<v1::Interaction>& interactions) {
  std::vector<std::string> ids;
  for (const auto& each : interactions) {
    ids.push_back(conversion::ParseInteractionName(each.name())->interaction);
  }
  return ids;
}

const char kHeld[] =
    "result: HELD ratings { participant: 'alliances/music/members/b' rating: 2 } "
    "ratings { participant: 'alliances/music/members/a' rating: 5 }";
const char kBothAbsent[] =
    "result: NO_SHOW absent: 'alliances/music/members/b' absent: 'alliances/music/members/a'";

TEST(OutcomeInteractionsTest, SayWhatTheOutcomeSays) {
  EXPECT_THAT(Shown(InteractionsOf(kSpring, Outcome(kHeld), std::nullopt)),
              ElementsAre("MET a b 0", "RATED b a 2", "RATED a b 5"));
  EXPECT_THAT(Shown(InteractionsOf(kSpring, Outcome(kBothAbsent), std::nullopt)),
              ElementsAre("NO_SHOW b a 0", "NO_SHOW a b 0"));
  EXPECT_THAT(InteractionsOf(kSpring, Outcome("result: CANCELLED"), std::nullopt), IsEmpty());
}

TEST(OutcomeInteractionsTest, HappenWhenTheMeetingBegan) {
  const auto at = InteractionsOf(kSpring, Outcome(kHeld), absl::FromUnixSeconds(9));
  EXPECT_EQ(conversion::ToTime(at[0].occur_time()), absl::FromUnixSeconds(9));
  EXPECT_FALSE(InteractionsOf(kSpring, Outcome(kHeld), std::nullopt)[0].has_occur_time());
}

TEST(OutcomeInteractionsTest, IdsAreOfTheSessionAndPairAlone) {
  v1::MeetingPair pair = Outcome("").pair();
  const auto possible = PossibleInteractions(kSpring, pair);
  EXPECT_EQ(std::set<std::string>(possible.begin(), possible.end()).size(), 5U);
  for (const std::string& id : possible) EXPECT_TRUE(conversion::IsResourceId(id)) << id;
  for (const char* fields : {kHeld, kBothAbsent}) {
    EXPECT_THAT(Ids(InteractionsOf(kSpring, Outcome(fields), std::nullopt)), IsSubsetOf(possible));
  }
  std::swap(*pair.mutable_participant(), *pair.mutable_partner());
  const auto crossed = PossibleInteractions(kSpring, pair);
  EXPECT_EQ(std::set<std::string>(crossed.begin(), crossed.end()),
            std::set<std::string>(possible.begin(), possible.end()));
  for (const std::string& other : PossibleInteractions({"music", "autumn"}, pair)) {
    EXPECT_THAT(possible, testing::Not(testing::Contains(other)));
  }
  EXPECT_EQ(possible[0], "met-d02edeac8b40bd33f3e754fe3d0d6faf") << "the same for all time";
}

TEST(OutcomeInteractionsTest, NormalFormDoesNotDependOnTheOrderOfAnything) {
  v1::MeetingOutcome held = Outcome(kHeld);
  std::swap(*held.mutable_pair()->mutable_participant(), *held.mutable_pair()->mutable_partner());
  held.mutable_ratings()->SwapElements(0, 1);
  held.set_slot("2027-03-02T09:00");
  EXPECT_EQ(InNormalForm(held).SerializeAsString(),
            InNormalForm(Outcome(kHeld)).SerializeAsString());
  v1::MeetingOutcome absent = Outcome(kBothAbsent);
  absent.mutable_absent()->SwapElements(0, 1);
  EXPECT_EQ(InNormalForm(absent).SerializeAsString(),
            InNormalForm(Outcome(kBothAbsent)).SerializeAsString());
}

}  // namespace
}  // namespace counterpoint::service
