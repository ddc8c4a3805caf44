// What callers learn of confidential listings: no more than their tiers say. Every
// method is called for every role and for whomever it can ask, about members with a
// canary in every field of listings of every tier, and all that comes back is scanned.
#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "counterpoint/v1/ledger_service.pb.h"
#include "google/protobuf/text_format.h"
#include "httplib.h"
#include "tests/service/access/canaries.h"
#include "tests/service/access/filled_alliances.h"

namespace counterpoint::service {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

const FieldDescriptor* Field(const Message& message, const std::string& name) {
  return message.GetDescriptor()->FindFieldByName(name);
}

std::string TextOf(const Message& message, const std::string& name) {
  const FieldDescriptor* field = Field(message, name);
  if (field == nullptr || field->is_repeated() || field->type() != FieldDescriptor::TYPE_STRING) {
    return "";
  }
  return message.GetReflection()->GetString(message, field);
}

void SetBool(Message& message, const std::string& name, bool value) {
  const FieldDescriptor* field = Field(message, name);
  if (field != nullptr) message.GetReflection()->SetBool(&message, field, value);
}

class ConfidentialWallsTest : public FilledAlliancesTest {
 protected:
  void SetUp() override {
    options_.metrics_listen = "127.0.0.1:0";
    FilledAlliancesTest::SetUp();
    AddTopics();
    Plant();
    for (const Role role : kAllRoles) tokens_[role] = Token(role, "music");
  }

  template <typename Response>
  Response Ask(const std::string& method, const Message& request) {
    const auto& descriptor = *google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
        "counterpoint.v1." + method);
    const RawAnswer answer = CallRaw(channel_, descriptor, request, all_);
    EXPECT_TRUE(answer.status.ok()) << method << ": " << answer.status.error_message();
    Response response;
    if (!answer.messages.empty()) response.ParseFromString(answer.messages.front());
    return response;
  }

  void AddTopics() {
    auto request = Parse<v1::UpdateAllianceRequest>(
        "alliance { name: 'alliances/music' } update_mask { paths: 'topics' }");
    for (const auto& [id, label] : CanaryTopics()) {
      v1::Topic& topic = *request.mutable_alliance()->add_topics();
      topic.set_id(id);
      (*topic.mutable_labels())["en"].add_labels(label);
    }
    Ask<v1::Alliance>("AllianceService.UpdateAlliance", request);
  }
  // Gives the members the listings with canaries, whatever they have.
  void Plant() {
    v1::ImportMembersRequest request;
    request.set_parent("alliances/music");
    for (const char* id : kCanaryMembers) *request.add_members() = WithCanaries(id);
    const auto answer = Ask<v1::ImportMembersResponse>("MemberService.ImportMembers", request);
    for (const auto& verdict : answer.verdicts()) {
      ASSERT_NE(verdict.outcome(), v1::ImportMembersResponse::REJECTED) << verdict.DebugString();
    }
    ASSERT_TRUE(server_->AwaitIndexed("music", answer.revision(), absl::Seconds(60)));
  }
  void Accept(const std::string& member, const std::string& partner) {
    Ask<v1::BatchRecordInteractionsResponse>(
        "InteractionService.BatchRecordInteractions",
        Parse<v1::BatchRecordInteractionsRequest>(
            absl::StrCat("parent: 'alliances/music' interactions { kind: ACCEPTED name: "
                         "'alliances/music/interactions/",
                         member, "-", partner, "' member: 'alliances/music/members/", member,
                         "' partner: 'alliances/music/members/", partner, "' }")));
  }

  // The valid request about each of the members, for nobody and for each of them, as
  // long and as detailed as it can be; of what would take canaries away a trial.
  std::vector<std::unique_ptr<Message>> RequestsOf(const MethodDescriptor& method) const {
    std::vector<std::unique_ptr<Message>> requests;
    std::set<std::string> seen;
    const auto valid = ValidRequest(method);
    for (int turn = 0; turn < 3; ++turn) {
      std::unique_ptr<Message> request(valid->New());
      EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(Turned(valid->DebugString(), turn),
                                                                request.get()));
      if (const auto* size = Field(*request, "page_size")) {
        request->GetReflection()->SetInt32(request.get(), size, 0);
      }
      SetBool(*request, "locate_evidence", true);
      if (method.name() != "UpdateMember") SetBool(*request, "validate_only", true);
      if (method.name() == "MatchNeed") TypeEchoes(*request);
      if (method.name() == "GetLedger") {
        static_cast<v1::GetLedgerRequest&>(*request).set_group_by(v1::GetLedgerRequest::BY_TOPIC);
      }
      if (!seen.insert(request->DebugString()).second) continue;
      const FieldDescriptor* viewer = Field(*request, "viewer");
      for (const char* id : kCanaryMembers) {
        if (viewer == nullptr) break;
        std::unique_ptr<Message> for_member(request->New());
        for_member->CopyFrom(*request);
        for_member->GetReflection()->SetString(for_member.get(), viewer,
                                               absl::StrCat("alliances/music/members/", id));
        requests.push_back(std::move(for_member));
      }
      requests.push_back(std::move(request));
    }
    return requests;
  }
  static std::string Turned(const std::string& text, int turn) {
    const auto name = [](int i) { return absl::StrCat("members/", kCanaryMembers[i % 3], "\""); };
    return absl::StrReplaceAll(
        text, {{name(0), name(turn)}, {name(1), name(turn + 1)}, {name(2), name(turn + 2)}});
  }
  static void TypeEchoes(Message& request) {
    auto& title = *static_cast<v1::MatchNeedRequest&>(request).mutable_need()->mutable_title();
    for (const Canary& canary : Canaries()) absl::StrAppend(&title["en"], " ", canary.text);
    title["en"].resize(std::min<std::size_t>(title["en"].size(), 500));
    auto& text = *static_cast<v1::MatchNeedRequest&>(request).mutable_need()->mutable_text();
    for (const Canary& canary : Canaries()) absl::StrAppend(&text["en"], " ", canary.text);
  }

  // For whom the call asks, by what the API says.
  static Asker AskerOf(Role role, const MethodDescriptor& method, const Message& request,
                       const std::string& consenting) {
    Asker asker;
    const bool staff = role == Role::kStaff || role == Role::kAdministrator;
    std::string member = TextOf(request, "viewer");
    if (member.empty() && staff) {
      asker.sees_everything = true;
      return asker;
    }
    if (member.empty() && role == Role::kPortal && method.service()->name() == "MatchingService") {
      member = TextOf(request, "member");
    }
    if (!staff && role != Role::kPortal) member.clear();
    const std::size_t slash = member.rfind('/');
    if (slash != std::string::npos) asker.member = member.substr(slash + 1);
    if (asker.member == "north") asker.accepted = consenting;
    if (asker.member == consenting) asker.accepted = "north";
    return asker;
  }

  // Whether the canary, in what the method answers, comes from the listing itself.
  static bool Tells(const MethodDescriptor& method, const Canary& canary) {
    const std::string& service = method.service()->name();
    if (service == "AllianceService") return canary.kind == Canary::Kind::kContent;
    return canary.kind != Canary::Kind::kEcho || service != "MemberService";
  }

  static std::string Everything(const MethodDescriptor& method, const RawAnswer& answer) {
    std::string all =
        absl::StrCat(answer.status.error_message(), answer.status.error_details(), answer.metadata);
    const auto* prototype =
        google::protobuf::MessageFactory::generated_factory()->GetPrototype(method.output_type());
    const std::unique_ptr<Message> parsed(prototype->New());
    for (const std::string& message : answer.messages) {
      parsed->ParseFromString(message);
      // Numbers are digits in the text; what is in `bytes` stands in the message.
      absl::StrAppend(&all, message, parsed->DebugString());
    }
    return absl::AsciiStrToLower(all);
  }

  // Calls everything; what each asker was told, by its name.
  std::map<std::string, std::set<std::string>> CallEverything(const std::string& consenting) {
    std::map<std::string, std::set<std::string>> told;
    for (const Role role : kAllRoles) {
      int answered = 0;
      for (const MethodDescriptor* method : AllMethods()) {
        for (const auto& request : RequestsOf(*method)) {
          const RawAnswer answer = CallRaw(channel_, *method, *request, tokens_[role]);
          answered += answer.status.ok() ? 1 : 0;
          const Asker asker = AskerOf(role, *method, *request, consenting);
          const std::string who = absl::StrCat(RoleName(role), " for ", asker.member);
          const std::string all = Everything(*method, answer);
          for (const Canary& canary : Canaries()) {
            if (!Tells(*method, canary) || !absl::StrContains(all, canary.text)) continue;
            if (method->name() != "GetMember" || canary.kind != Canary::Kind::kEcho) {
              told[who].insert(canary.text);
            }
            EXPECT_TRUE(asker.MayBeTold(canary))
                << who << " is told " << canary.text << " by " << method->full_name() << " of "
                << request->ShortDebugString().substr(0, 300);
          }
        }
      }
      EXPECT_GT(answered, 20) << RoleName(role);
    }
    return told;
  }
  // Whoever may be told a canary is told it by something, or this would prove nothing.
  static void ExpectAllTold(const std::map<std::string, std::set<std::string>>& told,
                            const std::string& who, const Asker& asker) {
    ASSERT_TRUE(told.contains(who)) << who;
    std::vector<std::string> missing;
    for (const Canary& canary : Canaries()) {
      // Those of the offers that north's needs meet are told where north asks.
      const bool asks = asker.sees_everything || asker.member == "north";
      if (canary.kind == Canary::Kind::kEcho && !asks) continue;
      if (asker.MayBeTold(canary) && !told.at(who).contains(canary.text)) {
        missing.push_back(canary.text);
      }
    }
    EXPECT_TRUE(missing.empty()) << who << ": " << absl::StrJoin(missing, ", ");
  }
  void ExpectWalls(const std::string& consenting) {
    const auto told = CallEverything(consenting);
    for (const char* role : {"reader", "portal", "batch"}) {
      ExpectAllTold(told, absl::StrCat(role, " for "), {});
    }
    for (const char* role : {"staff", "administrator"}) {
      ExpectAllTold(told, absl::StrCat(role, " for "), {.sees_everything = true});
    }
    ExpectAllTold(told, "portal for north", {.member = "north", .accepted = consenting});
    ExpectAllTold(told, "portal for star",
                  {.member = "star", .accepted = consenting == "star" ? "north" : ""});
    ExpectAllTold(told, "portal for harp",
                  {.member = "harp", .accepted = consenting == "harp" ? "north" : ""});
  }

  std::map<Role, std::string> tokens_;
};

TEST_F(ConfidentialWallsTest, NobodyIsToldMoreThanTheTiersSay) { ExpectWalls(""); }

TEST_F(ConfidentialWallsTest, TextsAreShownOnceBothHaveAccepted) {
  Accept("north", "harp");
  Accept("harp", "north");
  ExpectWalls("harp");
}

TEST_F(ConfidentialWallsTest, WhatIsLoggedAndMeasuredHasNothingOfListings) {
  CallEverything("");
  std::string all;
  for (const IndexFault& fault : server_->TakeFaults()) {
    absl::StrAppend(&all, fault.member, fault.status.ToString());
  }
  const auto metrics = httplib::Client("127.0.0.1", server_->metrics_port()).Get("/metrics");
  ASSERT_TRUE(metrics && metrics->status == 200);
  absl::StrAppend(&all, absl::AsciiStrToLower(metrics->body));
  EXPECT_TRUE(absl::StrContains(all, "getmember"));
  EXPECT_FALSE(absl::StrContains(all, "qx"));
}

}  // namespace
}  // namespace counterpoint::service
