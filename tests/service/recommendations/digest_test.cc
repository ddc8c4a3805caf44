#include "service/recommendations/digest.h"

#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "service/recommendations/change_wording.h"

namespace counterpoint::service {
namespace {

using Change = v1::RecommendationChange;
using matching::Language;
using ::testing::ElementsAre;

const absl::Time kSince = absl::FromUnixSeconds(1'767'225'600);  // 2026-01-01

Change Of(Change::Kind kind, const std::string& name, int old_place, int new_place) {
  Change change;
  change.set_kind(kind);
  (*change.mutable_partner()->mutable_display_name())["en"] = name;
  change.set_old_place(old_place);
  change.set_new_place(new_place);
  return change;
}

const std::vector<Change> kChanges = {
    Of(Change::ENTERED, "North", 0, 3), Of(Change::MOVED, "East", 9, 5),
    Of(Change::MOVED, "West", 3, 4), Of(Change::MOVED, "South", 5, 6),
    Of(Change::LEFT, "Old", 2, 0)};
const std::vector<std::string> kCauses = {"it is new", "why", "why not", "so", "it has gone"};

TEST(DigestTest, GroupsWhatIsWorthALine) {
  const auto digest = WriteDigest(kChanges, kCauses, kSince, Language::kEnglish);
  EXPECT_EQ(digest.subject(), "Your recommendations: 1 new, 1 gone, 3 moved");
  EXPECT_THAT(digest.lines(),
              ElementsAre("New in your list:", "- North (place 3): it is new.", "",
                          "No longer in your list:", "- Old (was at place 2): it has gone.", "",
                          "Moved up:", "- East (from 9 to 5): why.", "", "Moved down:",
                          "- West (from 3 to 4): why not.", "", "1 other has moved a little."));
}

TEST(DigestTest, IsWrittenInChineseToo) {
  const auto digest = WriteDigest({kChanges[0], kChanges[4]}, {"其为新成员", "其已不是成员"},
                                  kSince, Language::kChinese);
  EXPECT_EQ(digest.subject(), "您的合作推荐：新增1位，离开1位");
  EXPECT_THAT(digest.lines(), ElementsAre("新进入名单：", "- North（第3位）：其为新成员。", "",
                                          "已离开名单：", "- Old（原第2位）：其已不是成员。"));
}

TEST(DigestTest, SaysThatNothingHasChanged) {
  const auto digest = WriteDigest({}, {}, kSince, Language::kEnglish);
  EXPECT_EQ(digest.subject(), "Your recommendations: nothing has changed");
  EXPECT_THAT(digest.lines(), ElementsAre("Nothing has changed since 2026-01-01."));
  EXPECT_THAT(WriteDigest({}, {}, kSince, Language::kChinese).lines(),
              ElementsAre("自2026-01-01以来名单没有变化。"));
}

TEST(ChangeWordingTest, SaysWhatHappenedAndWhy) {
  EntryChange change;
  change.kind = Change::ENTERED;
  change.new_place = 3;
  change.cause = v1::PROFILE_CHANGED;
  EXPECT_EQ(Describe(change, "North", Language::kEnglish),
            "North entered the list at place 3: its profile was changed.");
  EXPECT_EQ(Describe(change, "北风", Language::kChinese), "北风进入名单，列第3位：其资料已更新。");
  change.is_own = true;
  EXPECT_EQ(DescribeCause(change, Language::kEnglish),
            "the profile of the member itself was changed");
  change.kind = Change::MOVED;
  change.old_place = 5;
  change.cause = v1::DISPLACED;
  EXPECT_EQ(Describe(change, "North", Language::kEnglish),
            "North moved up from place 5 to 3: others have come, gone or moved.");
  EXPECT_EQ(Describe(change, "北风", Language::kChinese),
            "北风由第5位升至第3位：其他成员有进出或名次变化。");
  change.kind = Change::LEFT;
  change.cause = v1::FEEDBACK;
  EXPECT_EQ(Describe(change, "North", Language::kEnglish),
            "North left the list, from place 5: what is recorded between the two was changed.");
}

TEST(ChangeWordingTest, EveryCauseHasWordsOfItsOwn) {
  std::set<std::string> words;
  for (int cause = v1::PROFILE_CHANGED; cause <= v1::ROLLED_BACK; ++cause) {
    EntryChange change;
    change.cause = static_cast<v1::RecommendationChangeCause>(cause);
    words.insert(DescribeCause(change, Language::kEnglish));
    words.insert(DescribeCause(change, Language::kChinese));
  }
  EXPECT_EQ(words.size(), 22U);
}

}  // namespace
}  // namespace counterpoint::service
