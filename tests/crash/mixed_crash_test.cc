// The real server, killed again and again at random points of a mixed load.
// Every thread of the load keeps to names of its own, and knows of each what the
// server has last acknowledged and what was on its way when it died: that, or the
// latter, has to be there afterwards, and nothing else.
//
// COUNTERPOINT_CRASH_KILLS says how often.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clients/cpp/alliances.h"
#include "clients/cpp/client.h"
#include "clients/cpp/members.h"
#include "counterpoint/v1/interaction_service.grpc.pb.h"
#include "counterpoint/v1/member_service.grpc.pb.h"
#include "counterpoint/v1/recommendation_service.grpc.pb.h"
#include "counterpoint/v1/session_service.grpc.pb.h"
#include "counterpoint/v1/staff_rule_service.grpc.pb.h"
#include "tests/clients/server_process.h"

namespace counterpoint {
namespace {

constexpr char kParent[] = "alliances/crash";
constexpr int kThreads = 3;
constexpr int kNames = 6;  // Of each kind and thread.

int Kills() {
  const char* kills = std::getenv("COUNTERPOINT_CRASH_KILLS");
  return kills == nullptr ? 12 : std::atoi(kills);
}

// The server's services, without repetitions: each call is sent once.
struct Stubs {
  explicit Stubs(const std::shared_ptr<grpc::Channel>& channel)
      : members(v1::MemberService::NewStub(channel)),
        interactions(v1::InteractionService::NewStub(channel)),
        sessions(v1::SessionService::NewStub(channel)),
        rules(v1::StaffRuleService::NewStub(channel)),
        lists(v1::RecommendationService::NewStub(channel)) {}

  std::unique_ptr<v1::MemberService::Stub> members;
  std::unique_ptr<v1::InteractionService::Stub> interactions;
  std::unique_ptr<v1::SessionService::Stub> sessions;
  std::unique_ptr<v1::StaffRuleService::Stub> rules;
  std::unique_ptr<v1::RecommendationService::Stub> lists;
};

// What there is of a name: nothing, or a resource that carries a mark.
using Mark = std::optional<std::string>;

struct Known {
  Mark acknowledged;
  std::vector<Mark> on_its_way;  // At most one; it may have come about.
};

// One client that writes one thing after another.
class Writer {
 public:
  explicit Writer(int number) : number_(number), random_(static_cast<unsigned>(number) + 11) {}

  // Writes until the server is gone.
  void Run(const Stubs& stubs) {
    while (WriteOne(stubs)) {
    }
  }

  std::map<std::string, Known>& known() { return known_; }
  std::int64_t acknowledged() const { return acknowledged_; }

 private:
  bool WriteOne(const Stubs& stubs) {
    const unsigned kind = random_() % 20;
    if (kind < 10) return WriteMember(stubs);
    if (kind < 14) return RecordInteractions(stubs);
    if (kind < 17) return WriteSession(stubs);
    if (kind < 19) return WriteRule(stubs);
    return Refresh(stubs);
  }

  std::string Name(const char* collection) {
    return absl::StrCat(kParent, "/", collection, "/w", number_, "-", random_() % kNames);
  }
  std::string Id(const std::string& name) { return name.substr(name.rfind('/') + 1); }
  std::string NewMark() { return absl::StrCat("mark-", number_, "-", ++marks_); }

  // True where the server is there; false where it has gone and left open what
  // became of the write.
  bool Acknowledge(const grpc::Status& status, const std::vector<std::string>& names, Mark mark) {
    for (const std::string& name : names) {
      Known& known = known_[name];
      if (status.ok()) {
        known.acknowledged = mark;
      } else {
        known.on_its_way.push_back(mark);
      }
    }
    acknowledged_ += status.ok() ? 1 : 0;
    EXPECT_TRUE(status.ok() || status.error_code() == grpc::StatusCode::UNAVAILABLE)
        << status.error_code() << ": " << status.error_message();
    return status.ok();
  }

  bool WriteMember(const Stubs& stubs) {
    const std::string name = Name("members");
    grpc::ClientContext context;
    if (known_[name].acknowledged.has_value() && random_() % 4 == 0) {
      v1::DeleteMemberRequest request;
      request.set_name(name);
      google::protobuf::Empty nothing;
      return Acknowledge(stubs.members->DeleteMember(&context, request, &nothing), {name}, {});
    }
    v1::UpdateMemberRequest request;
    const std::string mark = NewMark();
    v1::Member& member = *request.mutable_member();
    member.set_name(name);
    member.set_kind(random_() % 2 == 0 ? v1::CREATOR : v1::SCENE_UNIT);
    (*member.mutable_display_name())["en"] = mark;
    (*member.add_offers()->mutable_title())["en"] = "Music for games and stages";
    (*member.add_needs()->mutable_title())["en"] = "A stage with light and sound";
    request.set_allow_missing(true);
    v1::Member written;
    return Acknowledge(stubs.members->UpdateMember(&context, request, &written), {name}, mark);
  }

  // Several in one commit: all or none.
  bool RecordInteractions(const Stubs& stubs) {
    v1::BatchRecordInteractionsRequest request;
    request.set_parent(kParent);
    std::vector<std::string> names;
    const std::string batch = absl::StrCat("w", number_, "-", ++batches_);
    for (int i = 0; i < 3; ++i) {
      names.push_back(absl::StrCat(kParent, "/interactions/", batch, "-", i));
      v1::Interaction& interaction = *request.add_interactions();
      interaction.set_name(names.back());
      interaction.set_kind(v1::PARTNERSHIP);
      interaction.set_member(absl::StrCat(kParent, "/members/first"));
      interaction.set_partner(absl::StrCat(kParent, "/members/second"));
    }
    grpc::ClientContext context;
    v1::BatchRecordInteractionsResponse response;
    return Acknowledge(stubs.interactions->BatchRecordInteractions(&context, request, &response),
                       names, batch);
  }

  bool WriteSession(const Stubs& stubs) {
    const std::string name = Name("sessions");
    const std::string mark = NewMark();
    grpc::ClientContext context;
    v1::Session session;
    (*session.mutable_display_name())["en"] = mark;
    session.set_time_zone("Asia/Shanghai");
    v1::SessionDay& day = *session.add_days();
    day.set_date("2027-03-02");
    v1::SessionSlot& slot = *day.add_slots();
    slot.set_start("09:00");
    slot.set_minutes(20);
    session.add_tables()->set_id("t1");
    v1::Session written;
    if (known_[name].acknowledged.has_value()) {
      v1::UpdateSessionRequest request;
      *request.mutable_session() = session;
      request.mutable_session()->set_name(name);
      request.mutable_update_mask()->add_paths("display_name");
      return Acknowledge(stubs.sessions->UpdateSession(&context, request, &written), {name}, mark);
    }
    v1::CreateSessionRequest request;
    request.set_parent(kParent);
    request.set_session_id(Id(name));
    *request.mutable_session() = session;
    return Acknowledge(stubs.sessions->CreateSession(&context, request, &written), {name}, mark);
  }

  // Made, and later ended, for good.
  bool WriteRule(const Stubs& stubs) {
    const std::string mark = NewMark();
    grpc::ClientContext context;
    v1::StaffRule written;
    if (!rule_.empty() && known_[rule_].acknowledged.has_value()) {
      v1::EndStaffRuleRequest request;
      request.set_name(rule_);
      request.set_author("Staff");
      request.set_reason(mark);
      return Acknowledge(stubs.rules->EndStaffRule(&context, request, &written),
                         {std::exchange(rule_, "")}, mark);
    }
    rule_ = absl::StrCat(kParent, "/staffRules/w", number_, "-", ++rules_);
    v1::CreateStaffRuleRequest request;
    request.set_parent(kParent);
    request.set_staff_rule_id(Id(rule_));
    v1::StaffRule& rule = *request.mutable_staff_rule();
    rule.set_action(v1::StaffRule::VETO);
    rule.mutable_members()->add_members(absl::StrCat(kParent, "/members/first"));
    rule.mutable_partners()->add_members(absl::StrCat(kParent, "/members/second"));
    rule.set_author("Staff");
    rule.set_reason(mark);
    return Acknowledge(stubs.rules->CreateStaffRule(&context, request, &written), {rule_}, mark);
  }

  // Is load only: what comes of refreshes is refresh_crash_test's subject.
  static bool Refresh(const Stubs& stubs) {
    v1::RefreshRecommendationsRequest request;
    request.set_parent(kParent);
    request.set_list_size(5);
    request.set_join(true);
    grpc::ClientContext context;
    v1::Operation operation;
    const grpc::Status status = stubs.lists->RefreshRecommendations(&context, request, &operation);
    return status.error_code() != grpc::StatusCode::UNAVAILABLE;
  }

  const int number_;
  std::mt19937 random_;
  std::map<std::string, Known> known_;
  std::string rule_;  // Made and not ended; empty where there is none.
  int marks_ = 0;
  int batches_ = 0;
  int rules_ = 0;
  std::int64_t acknowledged_ = 0;
};

class MixedCrashTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_NE(server_.address(), "");
    Connect();
    v1::CreateAllianceRequest request;
    request.set_alliance_id("crash");
    (*request.mutable_alliance()->mutable_display_name())["en"] = "Crash";
    ASSERT_TRUE(client_->alliances().Create(request).ok());
    for (const char* id : {"first", "second"}) {
      v1::UpdateMemberRequest member;
      member.mutable_member()->set_name(absl::StrCat(kParent, "/members/", id));
      member.mutable_member()->set_kind(v1::CREATOR);
      (*member.mutable_member()->mutable_display_name())["en"] = id;
      member.set_allow_missing(true);
      ASSERT_TRUE(client_->members().Update(member).ok());
    }
    for (int i = 0; i < kThreads; ++i) writers_.emplace_back(i);
  }

  void Connect() {
    client::ConnectionOptions options;
    options.address = server_.address();
    options.timeout = absl::Seconds(60);
    channel_ = client::OpenChannel(options);
    client_ = std::make_unique<client::Client>(channel_, options);
  }

  void WriteUntilKilled(absl::Duration after) {
    const Stubs stubs(channel_);
    std::vector<std::thread> threads;
    for (Writer& writer : writers_) threads.emplace_back([&] { writer.Run(stubs); });
    absl::SleepFor(after);
    server_.Kill();
    for (std::thread& thread : threads) thread.join();
  }

  std::map<std::string, std::string> ReadAll() {
    std::map<std::string, std::string> found;
    v1::ListMembersRequest members;
    members.set_parent(kParent);
    members.set_page_size(1000);
    auto member_pages = client_->members().List(members);
    for (const v1::Member& member : member_pages) {
      found[member.name()] = member.display_name().at("en");
    }
    EXPECT_TRUE(member_pages.status().ok()) << member_pages.status();
    const Stubs stubs(channel_);
    ReadPages<v1::ListInteractionsRequest, v1::ListInteractionsResponse>(
        [&](auto... call) { return stubs.interactions->ListInteractions(call...); },
        [&](const v1::ListInteractionsResponse& page) {
          for (const v1::Interaction& interaction : page.interactions()) {
            const std::string& name = interaction.name();
            const std::size_t id = name.rfind('/') + 1;
            found[name] = name.substr(id, name.rfind('-') - id);
          }
        });
    ReadPages<v1::ListSessionsRequest, v1::ListSessionsResponse>(
        [&](auto... call) { return stubs.sessions->ListSessions(call...); },
        [&](const v1::ListSessionsResponse& page) {
          for (const v1::Session& session : page.sessions()) {
            found[session.name()] = session.display_name().at("en");
          }
        });
    ReadPages<v1::ListStaffRulesRequest, v1::ListStaffRulesResponse>(
        [&](auto... call) { return stubs.rules->ListStaffRules(call...); },
        [&](const v1::ListStaffRulesResponse& page) {
          for (const v1::StaffRule& rule : page.staff_rules()) {
            found[rule.name()] = rule.end_reason().empty() ? rule.reason() : rule.end_reason();
          }
        });
    return found;
  }
  template <typename Request, typename Response, typename List, typename Take>
  void ReadPages(List list, Take take) {
    Request request;
    request.set_parent(kParent);
    request.set_page_size(1000);
    if constexpr (requires { request.set_show_ended(true); }) request.set_show_ended(true);
    do {
      grpc::ClientContext context;
      Response response;
      const grpc::Status status = list(&context, request, &response);
      ASSERT_TRUE(status.ok()) << status.error_message();
      take(response);
      request.set_page_token(response.next_page_token());
    } while (!request.page_token().empty());
  }

  // Counts what is lost and invented, and takes what was on its way as settled.
  void Check() {
    std::map<std::string, std::string> found = ReadAll();
    found.erase(absl::StrCat(kParent, "/members/first"));
    found.erase(absl::StrCat(kParent, "/members/second"));
    for (Writer& writer : writers_) {
      std::map<std::string, int> batch_sizes;
      for (auto& [name, known] : writer.known()) {
        const auto it = found.find(name);
        const Mark there = it == found.end() ? Mark() : Mark(it->second);
        if (it != found.end()) found.erase(it);
        if (there.has_value() && name.find("/interactions/") != std::string::npos) {
          ++batch_sizes[*there];
        }
        Judge(name, known, there);
      }
      for (const auto& [batch, size] : batch_sizes) {
        EXPECT_EQ(size, 3) << "half of " << batch;
      }
    }
    for (const auto& [name, mark] : found) {
      ++invented_;
      ADD_FAILURE() << name << " was never written";
    }
  }
  void Judge(const std::string& name, Known& known, const Mark& there) {
    bool possible = there == known.acknowledged;
    for (const Mark& mark : known.on_its_way) possible |= there == mark;
    if (!possible) {
      ++(there.has_value() ? invented_ : lost_);
      ADD_FAILURE() << name << " is " << there.value_or("missing") << " and not "
                    << known.acknowledged.value_or("missing");
    }
    doubtful_ += static_cast<int>(known.on_its_way.size());
    came_about_ += !known.on_its_way.empty() && there == known.on_its_way.front() ? 1 : 0;
    known = {there, {}};
  }

  cli::ServerProcess server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<client::Client> client_;
  std::vector<Writer> writers_;
  std::mt19937 random_{3};
  int lost_ = 0;
  int invented_ = 0;
  int doubtful_ = 0;
  int came_about_ = 0;
};

TEST_F(MixedCrashTest, NothingAcknowledgedIsLostAndNothingIsInvented) {
  int kills = 0;
  while (kills < Kills() && !HasFailure()) {
    WriteUntilKilled(absl::Microseconds(random_() % 60'000));
    ++kills;
    server_.Restart();
    ASSERT_NE(server_.address(), "") << "does not start after kill " << kills;
    Connect();
    Check();
  }
  std::int64_t acknowledged = 0;
  for (const Writer& writer : writers_) acknowledged += writer.acknowledged();
  std::printf(
      "%d kills, %lld writes acknowledged, %d resources on their way of which %d came about: "
      "%d lost, %d invented\n",
      kills, static_cast<long long>(acknowledged), doubtful_, came_about_, lost_, invented_);
  EXPECT_GT(acknowledged, kills);
}

}  // namespace
}  // namespace counterpoint
