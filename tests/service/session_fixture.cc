#include "tests/service/session_fixture.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "service/conversion/session_record.h"
#include "service/sessions/session_reader.h"
#include "storage/store.h"

namespace counterpoint::service {
namespace {

using storage::Collection;

const conversion::SessionName kName = {"music", "spring"};

storage::Write PutOf(Collection collection, std::string id, std::string payload) {
  storage::Write write;
  write.collection = collection;
  write.id = std::move(id);
  write.payload = std::move(payload);
  return write;
}

}  // namespace

void SessionServiceTest::SetUp() {
  ServiceTest::SetUp();
  CreateAlliance("music");
  for (int i = 1; i <= kMembers; ++i) {
    CreateMember(absl::StrCat("m", i), i % 2 == 0 ? kComposer : kGameStudio);
  }
}

Answer<v1::Session> SessionServiceTest::Create(const std::string& id, const std::string& more,
                                               const std::string& request_fields) {
  return Send<v1::CreateSessionRequest>(absl::StrCat("parent: 'alliances/music' session_id: '", id,
                                                     "' session { ", kSession, more, " } ",
                                                     request_fields));
}

Answer<v1::Session> SessionServiceTest::Get(const std::string& id) {
  return Send<v1::GetSessionRequest>(absl::StrCat("name: 'alliances/music/sessions/", id, "'"));
}

Answer<v1::Session> SessionServiceTest::Update(const std::string& fields,
                                               const std::string& request_fields) {
  return Send<v1::UpdateSessionRequest>(
      absl::StrCat("session { name: '", kSpring, "' ", fields, " } ", request_fields));
}

Answer<google::protobuf::Empty> SessionServiceTest::Delete(const std::string& request_fields) {
  return Send<v1::DeleteSessionRequest>(absl::StrCat("name: '", kSpring, "' ", request_fields));
}

Answer<v1::Session> SessionServiceTest::SetState(v1::Session::State state,
                                                 const std::string& etag) {
  v1::SetSessionStateRequest request;
  request.set_name(kSpring);
  request.set_state(state);
  request.set_etag(etag);
  return Send(request);
}

Answer<v1::Participant> SessionServiceTest::Join(const std::string& member,
                                                 const std::string& fields,
                                                 const std::string& request_fields) {
  return Send<v1::CreateParticipantRequest>(
      absl::StrCat("parent: '", kSpring, "' participant_id: '", member, "' participant { ", fields,
                   " } ", request_fields));
}

Answer<v1::Participant> SessionServiceTest::GetParticipant(const std::string& member,
                                                           const std::string& session) {
  return Send<v1::GetParticipantRequest>(
      absl::StrCat("name: 'alliances/music/sessions/", session, "/participants/", member, "'"));
}

std::vector<std::string> SessionServiceTest::ParticipantIds(const std::string& session) {
  std::vector<std::string> ids;
  const auto listed = Send<v1::ListParticipantsRequest>(
      absl::StrCat("parent: 'alliances/music/sessions/", session, "' page_size: 1000"));
  EXPECT_TRUE(listed.ok()) << listed.status.error_message();
  for (const auto& participant : listed->participants()) {
    ids.push_back(participant.name().substr(participant.name().rfind('/') + 1));
  }
  return ids;
}

void SessionServiceTest::PutPlan(v1::Session::State state) {
  v1::Session session = *Get();
  session.set_state(state);
  if (state != v1::Session::DRAFT && state != v1::Session::PLANNED) {
    session.set_published_plan(absl::StrCat(kSpring, "/plans/1"));
  }
  const auto plan = Parse<v1::SessionPlan>(R"pb(
    meetings {
      pair { participant: "alliances/music/members/m1" partner: "alliances/music/members/m2" }
      slot: "2027-03-02T09:00"
      table: "t1"
    })pb");
  Write({PutOf(Collection::kSession, "spring", conversion::PayloadOf(session)),
         PutOf(Collection::kPlan, conversion::PlanRecordId("spring", 1),
               conversion::PayloadOf(plan))});
}

void SessionServiceTest::PutOutcome(const std::string& member, const std::string& partner,
                                    v1::MeetingOutcome::Result result) {
  v1::MeetingOutcome outcome;
  outcome.mutable_pair()->set_participant("alliances/music/members/" + member);
  outcome.mutable_pair()->set_partner("alliances/music/members/" + partner);
  outcome.set_result(result);
  Write({PutOf(Collection::kMeetingOutcome, conversion::OutcomeRecordId("spring", member, partner),
               conversion::PayloadOf(outcome))});
}

int SessionServiceTest::StoredPlansAndOutcomes() {
  Stop();
  int count = 0;
  {
    const auto store = storage::Store::Open(options_.store);
    EXPECT_TRUE(store.ok()) << store.status();
    for (const Collection collection : {Collection::kPlan, Collection::kMeetingOutcome}) {
      const absl::Status scanned = ScanSession(*(*store)->View(), kName, collection,
                                               [&](const storage::Record&) -> absl::StatusOr<bool> {
                                                 ++count;
                                                 return true;
                                               });
      EXPECT_TRUE(scanned.ok()) << scanned;
    }
  }
  Start();
  return count;
}

void SessionServiceTest::Write(std::vector<storage::Write> writes) {
  Stop();
  {
    const auto store = storage::Store::Open(options_.store);
    ASSERT_TRUE(store.ok()) << store.status();
    storage::CommitRequest commit;
    commit.alliance = "music";
    commit.writes = std::move(writes);
    const auto result = (*store)->Commit(std::move(commit));
    ASSERT_TRUE(result.ok()) << result.status();
  }
  Start();
}

}  // namespace counterpoint::service
