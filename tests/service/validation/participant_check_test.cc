#include "service/validation/participant_check.h"

#include "absl/strings/str_cat.h"
#include "tests/service/validation/valid_session.h"

namespace counterpoint::validation {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> WrongIn(const v1::Participant& participant, const v1::Session& session) {
  Violations violations;
  const FieldPath path("participant");
  CheckParticipant(path, participant, {"a", "s", "m"}, violations);
  CheckParticipantWithin(path, participant, session, SessionParts(session), violations);
  return FieldsOf(violations);
}

std::vector<std::string> WrongWith(const std::string& text) {
  v1::Participant participant = ValidParticipant();
  MergeText(text, participant);
  return WrongIn(participant, ValidSession());
}

TEST(ParticipantCheckTest, EveryBadFieldIsNamed) {
  EXPECT_THAT(WrongWith("name: 'no name' etag: 'no name' display_name { key: '?' } kind: 77"),
              IsEmpty())
      << "output only";
  const std::vector<BadField> bad = {
      {"delegates { display_name: ' ' }", "delegates[1].display_name"},
      {"delegates { display_name: 'A' role: '\\001' }", "delegates[1].role"},
      {"delegates { display_name: 'A' languages: 'x' }", "delegates[1].languages[0]"},
      {"unavailable_slots: '2027-03-02T09:01'", "unavailable_slots[1]"},
      {"unavailable_slots: '2027-03-02T09:20'", "unavailable_slots[1]"},
      {"preferred_day_part: 3", "preferred_day_part"},
      {"least_meetings: -1", "least_meetings"},
      {"most_meetings: -1", "most_meetings"},
      {"least_meetings: 3", "least_meetings"},
      {"most_meetings: 0", "least_meetings"},
      {"least_meetings: 5 most_meetings: 6", "least_meetings"},
      {"languages: '!'", "languages[1]"},
      {"languages: 'en'", "languages[1]"},
      {"table_features: 'Link'", "table_features[2]"},
      {"table_features: 'piano'", "table_features[2]"},
      {"wishes { partner: 'alliances/a/members/m' kind: WANTS_TO_MEET }", "wishes[2].partner"},
      {"wishes { partner: 'alliances/b/members/x' kind: WANTS_TO_MEET }", "wishes[2].partner"},
      {"wishes { partner: 'alliances/a/members/n' kind: WANTS_TO_MEET }", "wishes[2].partner"},
      {"wishes { partner: 'alliances/a/members/x' }", "wishes[2].kind"},
      {"wishes { partner: 'x' kind: WANTS_TO_MEET }", "wishes[2].partner"},
  };
  for (const auto& [text, field] : bad) {
    EXPECT_THAT(WrongWith(text), ElementsAre(absl::StrCat("participant.", field))) << text;
  }
}

TEST(ParticipantCheckTest, WishesAndDelegatesAreLimited) {
  v1::Participant participant = ValidParticipant();
  for (int i = 2; i < 201; ++i) {
    MergeText(absl::StrCat("wishes { partner: 'alliances/a/members/p", i, "' kind: MUST_MEET }"),
              participant);
  }
  for (int i = 1; i < 21; ++i) participant.add_delegates()->set_display_name("A");
  EXPECT_THAT(WrongIn(participant, ValidSession()),
              ElementsAre("participant.delegates", "participant.wishes"));
}

TEST(ParticipantCheckTest, FeaturesHaveToBeTogetherAtOneTable) {
  v1::Session session = ValidSession();
  MergeText("tables { id: 't3' features: 'piano' }", session);
  v1::Participant participant = ValidParticipant();
  participant.add_table_features("piano");
  EXPECT_THAT(WrongIn(participant, session), ElementsAre("participant.table_features"));
}

TEST(ParticipantCheckTest, NumbersAreComparedWithThoseOfTheSessionWhereUnset) {
  v1::Session session = ValidSession();
  session.mutable_pairing()->set_least_meetings(2);
  v1::Participant participant;
  EXPECT_THAT(WrongIn(participant, session), IsEmpty());
  participant.set_most_meetings(1);
  EXPECT_THAT(WrongIn(participant, session), ElementsAre("participant.most_meetings"));
  participant.set_least_meetings(1);
  EXPECT_THAT(WrongIn(participant, session), IsEmpty());
  participant.clear_most_meetings();
  participant.set_least_meetings(4);
  EXPECT_THAT(WrongIn(participant, session), ElementsAre("participant.least_meetings"));
  session.mutable_pairing()->clear_most_meetings();
  EXPECT_THAT(WrongIn(participant, session), IsEmpty()) << "as many as there are slots";
}

}  // namespace
}  // namespace counterpoint::validation
