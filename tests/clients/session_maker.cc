#include "tests/clients/session_maker.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "counterpoint/v1/alliance_service.grpc.pb.h"
#include "counterpoint/v1/matching_service.grpc.pb.h"
#include "counterpoint/v1/member_service.grpc.pb.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"

namespace counterpoint::cli {
namespace {

template <typename Stub, typename Request, typename Response>
void Call(Stub& stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
          const Request& request) {
  grpc::ClientContext context;
  Response response;
  const grpc::Status status = (stub.*method)(&context, request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
}

// Topics by turns, so that scores differ.
constexpr const char* kTopics[] = {"orchestral game music", "virtual reality exhibition",
                                   "spatial audio for museums", "motion capture for games",
                                   "music education online"};

}  // namespace

SessionMaker::SessionMaker(const std::string& address, const std::string& alliance)
    : parent_("alliances/" + alliance),
      channel_(grpc::CreateChannel(address, grpc::InsecureChannelCredentials())),
      sessions_(v1::SessionService::NewStub(channel_)) {
  v1::CreateAllianceRequest request;
  request.set_alliance_id(alliance);
  (*request.mutable_alliance()->mutable_display_name())["en"] = alliance;
  const auto alliances = v1::AllianceService::NewStub(channel_);
  Call(*alliances, &v1::AllianceService::Stub::CreateAlliance, request);
}

void SessionMaker::ImportMembers(int count) {
  v1::BatchCreateMembersRequest request;
  request.set_parent(parent_);
  for (; members_ < count; ++members_) {
    v1::CreateMemberRequest& item = *request.add_requests();
    item.set_member_id(absl::StrCat("m", members_ + 1));
    v1::Member& member = *item.mutable_member();
    const bool supplies = members_ % 2 == 0;
    const char* topic = kTopics[(members_ / 2) % 5];
    const char* second = kTopics[(members_ / 3) % 5];
    member.set_kind(supplies ? v1::TECHNOLOGY_SUPPLIER : v1::SCENE_UNIT);
    (*member.mutable_display_name())["en"] = absl::StrCat("Member ", members_ + 1);
    for (const char* text : {topic, second}) {
      v1::Listing& listing = supplies ? *member.add_offers() : *member.add_needs();
      (*listing.mutable_title())["en"] = text;
    }
  }
  if (request.requests().empty()) return;
  const auto members = v1::MemberService::NewStub(channel_);
  Call(*members, &v1::MemberService::Stub::BatchCreateMembers, request);
  AwaitIndex();
}

void SessionMaker::AwaitIndex() {
  const auto matching = v1::MatchingService::NewStub(channel_);
  v1::RecommendPartnersRequest request;
  request.set_member(parent_ + "/members/m1");
  for (;;) {
    grpc::ClientContext context;
    v1::RecommendPartnersResponse response;
    const grpc::Status status = matching->RecommendPartners(&context, request, &response);
    if (status.ok()) return;
    ASSERT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE) << status.error_message();
    absl::SleepFor(absl::Milliseconds(5));
  }
}

void SessionMaker::Make(const std::string& session, const SessionShape& shape) {
  ImportMembers(shape.participants);
  v1::CreateSessionRequest create;
  create.set_parent(parent_);
  create.set_session_id(session);
  (*create.mutable_session()->mutable_display_name())["en"] = session;
  create.mutable_session()->set_time_zone("Asia/Shanghai");
  v1::SessionDay& day = *create.mutable_session()->add_days();
  day.set_date("2027-03-02");
  for (int slot = 0; slot < shape.slots; ++slot) {
    v1::SessionSlot& added = *day.add_slots();
    added.set_start(absl::StrFormat("%02d:%02d", 9 + slot / 3, slot % 3 * 20));
    added.set_minutes(20);
  }
  for (int table = 1; table <= shape.tables; ++table) {
    create.mutable_session()->add_tables()->set_id(absl::StrCat("t", table));
  }
  create.mutable_session()->mutable_pairing()->set_most_meetings(shape.most_meetings);
  Call(*sessions_, &v1::SessionService::Stub::CreateSession, create);
  v1::BatchCreateParticipantsRequest join;
  join.set_parent(absl::StrCat(parent_, "/sessions/", session));
  for (int i = 1; i <= shape.participants; ++i) {
    join.add_requests()->set_participant_id(absl::StrCat("m", i));
  }
  Call(*sessions_, &v1::SessionService::Stub::BatchCreateParticipants, join);
}

void SessionMaker::AddMust(const std::string& session, const std::string& member,
                           const std::string& partner) {
  v1::UpdateParticipantRequest update;
  update.mutable_participant()->set_name(
      absl::StrCat(parent_, "/sessions/", session, "/participants/", member));
  v1::MeetingWish& wish = *update.mutable_participant()->add_wishes();
  wish.set_partner(absl::StrCat(parent_, "/members/", partner));
  wish.set_kind(v1::MeetingWish::MUST_MEET);
  Call(*sessions_, &v1::SessionService::Stub::UpdateParticipant, update);
}

}  // namespace counterpoint::cli
