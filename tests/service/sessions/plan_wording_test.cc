#include "service/sessions/plan_wording.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"

namespace counterpoint::service {
namespace {

using matching::Language;
using ::testing::IsEmpty;
using ::testing::Not;

class PlanWordingTest : public ::testing::Test {
 protected:
  template <typename Message>
  std::string Say(Language language, const std::string& text) const {
    Message message;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
    return PlanWording(language, names_).Describe(message);
  }
  template <typename Message>
  std::string English(const std::string& text) const {
    return Say<Message>(Language::kEnglish, text);
  }
  template <typename Message>
  std::string Chinese(const std::string& text) const {
    return Say<Message>(Language::kChinese, text);
  }

  const PlanNames names_ = {[](const std::string& name) { return absl::StrCat("Studio ", name); },
                            [](const std::string& id) { return absl::StrCat("table ", id); }};
};

TEST_F(PlanWordingTest, AnUnplacedMeetingSaysWhatStandsAgainstEachSlot) {
  constexpr char kUnplaced[] = R"pb(
    pair { participant: "A" partner: "B" }
    reason { participant_away: 3 partner_busy: 2 no_table: 7 }
  )pb";
  EXPECT_EQ(English<v1::UnplacedMeeting>(kUnplaced),
            "Studio A and Studio B have no slot: of 12, 3 find Studio A away, 2 find Studio B in "
            "another meeting, 7 have no table for them.");
  EXPECT_EQ(Chinese<v1::UnplacedMeeting>(kUnplaced),
            "Studio A与Studio B没有时段：共 12 个，其中 3 个Studio A不在场，2 个Studio "
            "B另有会面，7 个没有合适的桌位。");
}

TEST_F(PlanWordingTest, DemandsThatCannotBeMetAreCounted) {
  EXPECT_EQ(
      English<v1::ConflictRule>(
          "kind: MUST_OVER_SLOTS participant: 'A' wanted: 14 room: 11 slots: 'x'"),
      "Studio A must meet 14 others, and has room for 11 of them in the 1 slot that it shares "
      "with them.");
  EXPECT_EQ(English<v1::ConflictRule>("kind: LEAST_OVER_TABLES wanted: 9 room: 1"),
            "What all should have at least comes to 9 meetings, and all slots together have 1 "
            "table.");
  EXPECT_EQ(Chinese<v1::ConflictRule>("kind: MUST_OVER_MOST participant: 'A' wanted: 5 room: 4"),
            "Studio A必须与 5 家会面，而最多只能有 4 场会面。");
}

TEST_F(PlanWordingTest, AChangeSaysWhatItIsWorth) {
  EXPECT_EQ(English<v1::ChangeWorth>("change { more_tables: 1 } meetings: 3 unplaced: -3"),
            "One more table would place 3 more meetings and leave 3 fewer pairs without a slot.");
  EXPECT_EQ(Chinese<v1::ChangeWorth>("change { more_tables: 1 } meetings: 3"),
            "增加 1 张桌：安排的会面增加 3 场。");
  EXPECT_EQ(English<v1::ChangeWorth>("change { free_breaks: true } breaks: -1"),
            "Not comparing breaks would make 1 fewer break.");
  EXPECT_EQ(English<v1::ChangeWorth>(
                "change { more_meetings { participant: 'A' amount: 1 } } score: 0.25"),
            "1 more meeting allowed for Studio A would raise the total score by 0.250.");
  EXPECT_EQ(English<v1::ChangeWorth>("change { more_slots: 2 }"),
            "2 more slots at the end of the last day would change nothing.");
}

TEST_F(PlanWordingTest, ViolationsNameTheirPlace) {
  EXPECT_EQ(English<v1::PlanViolation>(R"(kind: PARTICIPANT_AWAY participant: 'B'
                                          pair { participant: 'A' partner: 'B' }
                                          slot: '2027-03-02T09:00')"),
            "Studio B is away on 2027-03-02 at 09:00, when it should meet Studio A.");
  EXPECT_EQ(Chinese<v1::PlanViolation>(R"(kind: TABLE_CLOSED table: '3' slot: '2027-03-02T09:00'
                                          pair { participant: 'A' partner: 'B' })"),
            "Studio A与Studio B在 2027-03-02 09:00 的会面安排在table 3，该桌届时关闭。");
}

TEST_F(PlanWordingTest, EveryKindHasASentenceInBothLanguages) {
  for (const Language language : {Language::kEnglish, Language::kChinese}) {
    const PlanWording wording(language, names_);
    for (int kind = 1; v1::PlanViolation::Kind_IsValid(kind); ++kind) {
      v1::PlanViolation violation;
      violation.set_kind(static_cast<v1::PlanViolation::Kind>(kind));
      EXPECT_THAT(wording.Describe(violation), Not(IsEmpty())) << kind;
    }
    for (int kind = 1; v1::ConflictRule::Kind_IsValid(kind); ++kind) {
      v1::ConflictRule rule;
      rule.set_kind(static_cast<v1::ConflictRule::Kind>(kind));
      EXPECT_THAT(wording.Describe(rule), Not(IsEmpty())) << kind;
    }
    const auto* change = v1::SessionChange::descriptor();
    for (int field = 0; field < change->field_count(); ++field) {
      v1::ChangeWorth worth;
      const auto* reflection = v1::SessionChange::GetReflection();
      const auto* named = change->field(field);
      v1::SessionChange& made = *worth.mutable_change();
      if (named->type() == google::protobuf::FieldDescriptor::TYPE_MESSAGE) {
        reflection->MutableMessage(&made, named);
      } else if (named->type() == google::protobuf::FieldDescriptor::TYPE_BOOL) {
        reflection->SetBool(&made, named, true);
      } else {
        reflection->SetInt32(&made, named, 1);
      }
      const std::string none = language == Language::kEnglish ? " would" : "：";
      const std::string text = wording.Describe(worth);
      EXPECT_GT(text.find(none), 0U) << named->name();
    }
  }
}

}  // namespace
}  // namespace counterpoint::service
