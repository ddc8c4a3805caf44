#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "absl/strings/match.h"
#include "clients/cli/json.h"
#include "clients/cli/participant_source.h"
#include "clients/sample/reader.h"
#include "service/conversion/session_record.h"
#include "service/validation/participant_check.h"
#include "service/validation/session_check.h"

namespace counterpoint::sample {
namespace {

constexpr char kAlliance[] = "alliances/shanghai-digital-culture";

v1::Session SampleSession() {
  std::stringstream json;
  json << std::ifstream(COUNTERPOINT_SAMPLE_FOLDER "/session.json").rdbuf();
  v1::Session session;
  const absl::Status read = cli::FromJson(json.str(), &session);
  EXPECT_TRUE(read.ok()) << read;
  conversion::NameSlots(session);
  return session;
}

// By id of the member.
std::map<std::string, v1::Participant> Participants(const v1::Session& session) {
  std::map<std::string, v1::Participant> participants;
  std::ifstream file(COUNTERPOINT_SAMPLE_FOLDER "/participants.csv");
  auto source = cli::ParticipantSource::Open(&file);
  EXPECT_TRUE(source.ok()) << source.status();
  for (;;) {
    const auto item = source->Next();
    EXPECT_TRUE(item.ok()) << item.status();
    if (!item.ok() || !item->has_value()) return participants;
    const auto& row = (*item)->row;
    EXPECT_TRUE(row.ok()) << row.status();
    if (!row.ok()) continue;
    v1::Participant participant;
    const absl::Status filled = row->fields.Fill(session, kAlliance, &participant);
    EXPECT_TRUE(filled.ok()) << row->member << " " << filled;
    EXPECT_TRUE(participants.emplace(row->member, participant).second) << row->member;
  }
}

std::string IdOf(const std::string& name) { return name.substr(name.rfind('/') + 1); }

TEST(SampleSessionTest, SessionIsValidAndSaysThatItIsInvented) {
  const v1::Session session = SampleSession();
  validation::Violations violations;
  validation::CheckSession(validation::FieldPath("session"), session, "shanghai-digital-culture",
                           violations);
  EXPECT_TRUE(violations.empty()) << violations.ToStatus();
  EXPECT_TRUE(absl::StrContains(session.display_name().at("en"), "invented"));
  EXPECT_TRUE(absl::StrContains(session.display_name().at("zh"), "虚构"));
}

TEST(SampleSessionTest, FortyMembersOfTheSampleTakePartEachAsTheSessionAllows) {
  const v1::Session session = SampleSession();
  const auto participants = Participants(session);
  EXPECT_EQ(participants.size(), 40u);
  const auto members = ReadMembers(COUNTERPOINT_SAMPLE_FOLDER "/members.jsonl");
  ASSERT_TRUE(members.ok());
  std::set<std::string> ids;
  for (const v1::Member& member : *members) ids.insert(IdOf(member.name()));
  const validation::SessionParts parts(session);
  for (const auto& [id, participant] : participants) {
    EXPECT_TRUE(ids.contains(id)) << id;
    validation::Violations violations;
    const validation::FieldPath path("participant");
    validation::CheckParticipant(path, participant, {"shanghai-digital-culture", "s", id},
                                 violations);
    validation::CheckParticipantWithin(path, participant, session, parts, violations);
    EXPECT_TRUE(violations.empty()) << id << " " << violations.ToStatus();
  }
}

TEST(SampleSessionTest, WishesAndRulesAreAboutParticipants) {
  const v1::Session session = SampleSession();
  const auto participants = Participants(session);
  std::set<v1::MeetingWish::Kind> kinds;
  for (const auto& [id, participant] : participants) {
    for (const v1::MeetingWish& wish : participant.wishes()) {
      EXPECT_TRUE(participants.contains(IdOf(wish.partner()))) << id << " " << wish.partner();
      kinds.insert(wish.kind());
    }
  }
  EXPECT_EQ(kinds.size(), 3u) << "wishes of every kind";
  const auto expect_known = [&](const v1::MeetingPair& pair) {
    EXPECT_TRUE(participants.contains(IdOf(pair.participant()))) << pair.participant();
    EXPECT_TRUE(participants.contains(IdOf(pair.partner()))) << pair.partner();
  };
  for (const auto& pair : session.pairing().banned_pairs()) expect_known(pair);
  for (const auto& pair : session.pairing().met_before()) expect_known(pair);
  for (const auto& order : session.placing().orders()) {
    expect_known(order.earlier());
    expect_known(order.later());
  }
  for (const auto& meeting : session.placing().fixed_meetings()) {
    expect_known(meeting.pair());
    for (const std::string& name : {meeting.pair().participant(), meeting.pair().partner()}) {
      const auto& away = participants.at(IdOf(name)).unavailable_slots();
      EXPECT_EQ(std::count(away.begin(), away.end(), meeting.slot()), 0) << name;
    }
  }
}

}  // namespace
}  // namespace counterpoint::sample
