// What a caller of one alliance can learn of another: nothing. Whatever it knows of an
// alliance that is there, put wherever a request takes text, is answered as the same
// of an alliance that is gone.
#include <algorithm>
#include <functional>
#include <regex>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "counterpoint/v1/operation.pb.h"
#include "counterpoint/v1/operation_service.pb.h"
#include "tests/service/access/filled_alliances.h"

namespace counterpoint::service {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

constexpr int kDeepest = 4;

// A text of a request, by how to set it.
struct Place {
  std::string path;
  std::function<void(Message&, const std::string&)> put;
};

void FindPlaces(const Descriptor& type, const std::string& path,
                const std::function<Message&(Message&)>& within, int depth,
                std::vector<Place>& places) {
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* field = type.field(i);
    const std::string here = absl::StrCat(path, path.empty() ? "" : ".", field->name());
    if (field->is_map()) continue;
    if (field->type() == FieldDescriptor::TYPE_STRING) {
      places.push_back({here, [=](Message& request, const std::string& text) {
                          Message& message = within(request);
                          if (field->is_repeated()) {
                            message.GetReflection()->AddString(&message, field, text);
                          } else {
                            message.GetReflection()->SetString(&message, field, text);
                          }
                        }});
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && depth < kDeepest) {
      FindPlaces(
          *field->message_type(), here,
          [=](Message& request) -> Message& {
            Message& message = within(request);
            const auto* reflection = message.GetReflection();
            if (!field->is_repeated()) return *reflection->MutableMessage(&message, field);
            if (reflection->FieldSize(message, field) == 0) {
              return *reflection->AddMessage(&message, field);
            }
            return *reflection->MutableRepeatedMessage(&message, field, 0);
          },
          depth + 1, places);
    }
  }
}

std::vector<Place> PlacesOf(const MethodDescriptor& method) {
  std::vector<Place> places;
  FindPlaces(
      *method.input_type(), "", [](Message& request) -> Message& { return request; }, 1, places);
  return places;
}

// Whether it is worth putting this into that place: deep down, members alone.
bool Fits(const std::string& loot, const std::string& path) {
  const bool is_token = absl::StrContains(loot, "token");
  if (absl::EndsWith(path, "_token")) return is_token;
  if (absl::EndsWith(path, "request_id")) return loot == "request id";
  if (is_token || loot == "request id") return false;
  return !absl::StrContains(path, '.') || absl::EndsWith(path, ".name") || loot == "member";
}

class TenantWallsTest : public FilledAlliancesTest {
 protected:
  struct Answer {
    std::string status;  // Without what tells one alliance from another by name alone.
    std::string everything;
  };
  Answer Send(const MethodDescriptor& method, const Message& request, const std::string& token) {
    const RawAnswer raw = CallRaw(channel_, method, request, token);
    static const std::regex kRandomId("operations/[0-9a-z]+");
    const std::string said = absl::StrCat(raw.status.error_code(), " ", raw.status.error_message(),
                                          " ", DetailsOf(raw.status));
    Answer answer;
    answer.status = std::regex_replace(absl::StrReplaceAll(said, {{"ghost", "games"}}), kRandomId,
                                       "operations/ID");
    answer.everything = said;
    for (const std::string& message : raw.messages) answer.everything += message;
    if (method.output_type() == v1::Operation::descriptor()) AwaitEnd(raw);
    return answer;
  }
  // Of work that has begun, so that it does not stand in the way of the next.
  void AwaitEnd(const RawAnswer& begun) {
    v1::Operation operation;
    if (begun.messages.empty() || !operation.ParseFromString(begun.messages.front())) return;
    v1::WaitOperationRequest request;
    request.set_name(operation.name());
    const auto& wait = *google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
        "counterpoint.v1.OperationService.WaitOperation");
    CallRaw(channel_, wait, request, all_);
  }
  // Sends every method with everything that is known of the other two alliances in
  // every place. How many answers were compared.
  int Compare(const std::string& token,
              const std::function<void(const std::string& what, const Answer& of_gone,
                                       const Answer& of_there)>& judge) {
    int compared = 0;
    for (const MethodDescriptor* method : AllMethods()) {
      for (const Place& place : PlacesOf(*method)) {
        for (const auto& [kind, of_games] : games_) {
          if (!Fits(kind, place.path)) continue;
          const auto gone = ValidRequest(*method);
          place.put(*gone, ghost_.at(kind));
          const auto there = ValidRequest(*method);
          place.put(*there, of_games);
          const Answer of_gone = Send(*method, *gone, token);
          const Answer of_there = Send(*method, *there, token);
          judge(absl::StrCat(method->name(), " ", place.path, ": ", kind), of_gone, of_there);
          ++compared;
        }
      }
    }
    return compared;
  }
  static std::string DetailsOf(const grpc::Status& status) {
    google::rpc::Status message;
    message.ParseFromString(status.error_details());
    std::vector<std::string> details;  // In no particular order.
    for (const auto& detail : message.details()) details.push_back(detail.ShortDebugString());
    std::sort(details.begin(), details.end());
    return absl::StrJoin(details, " ");
  }
};

TEST_F(TenantWallsTest, WhatIsThereAndWhatIsGoneAreAnsweredAlike) {
  const int compared =
      Compare(Token(Role::kAdministrator, "music"),
              [](const std::string& what, const Answer& of_gone, const Answer& of_there) {
                EXPECT_EQ(of_there.status, of_gone.status) << what;
                EXPECT_FALSE(absl::StrContains(of_there.everything, "zephyrgames")) << what;
              });
  EXPECT_GT(compared, 1000);
}

// Otherwise the test above would prove nothing.
TEST_F(TenantWallsTest, ACallerOfAllAlliancesSeesTheDifference) {
  int differences = 0;
  int told = 0;
  Compare(all_, [&](const std::string&, const Answer& of_gone, const Answer& of_there) {
    differences += of_there.status != of_gone.status ? 1 : 0;
    told += absl::StrContains(of_there.everything, "zephyrgames") ? 1 : 0;
  });
  EXPECT_GT(differences, 40);
  EXPECT_GT(told, 5);
}

TEST_F(TenantWallsTest, TheRequestsAreWorthSending) {
  // Each but these gets as far as the handler, and most succeed.
  const std::string token = Token(Role::kAdministrator, "music");
  int succeeded = 0;
  for (const MethodDescriptor* method : AllMethods()) {
    const RawAnswer answer = CallRaw(channel_, *method, *ValidRequest(*method), token);
    const bool for_all = method->name() == "CreateAlliance" || method->name() == "DeleteAlliance" ||
                         method->service()->name() == "BackupService";
    EXPECT_EQ(answer.status.error_code() == grpc::StatusCode::PERMISSION_DENIED, for_all)
        << method->name();
    EXPECT_NE(answer.status.error_code(), grpc::StatusCode::INVALID_ARGUMENT)
        << method->name() << ": " << answer.status.error_message();
    succeeded += answer.status.ok() ? 1 : 0;
  }
  EXPECT_GT(succeeded, 45);
}

TEST_F(TenantWallsTest, AlliancesDoNotCountEachOthersRequestIds) {
  const std::string token = Token(Role::kAdministrator, "music");
  const auto& create = *google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
      "counterpoint.v1.MemberService.CreateMember");
  auto request = Parse<v1::CreateMemberRequest>(
      "parent: 'alliances/music' member_id: 'new' member { kind: CREATOR display_name { key: 'en' "
      "value: 'n' } }");
  request.set_request_id(games_.at("request id"));
  EXPECT_TRUE(CallRaw(channel_, create, request, token).status.ok());
}

TEST_F(TenantWallsTest, AnInteractionTakesNoTokenOfAnotherAlliance) {
  const std::string token = Token(Role::kPortal, "music");
  const auto& record = *google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
      "counterpoint.v1.InteractionService.BatchRecordInteractions");
  for (const char* kind : {"attribution token", "attribution token of a stored list"}) {
    const auto with = [&](const std::string& attribution) {
      auto request = Parse<v1::BatchRecordInteractionsRequest>(
          "parent: 'alliances/music' interactions { name: 'alliances/music/interactions/new' kind: "
          "VIEWED member: 'alliances/music/members/harp' partner: 'alliances/music/members/star' "
          "occur_time { seconds: 1700000000 } }");
      request.mutable_interactions(0)->set_attribution_token(attribution);
      return Send(record, request, token).status;
    };
    EXPECT_EQ(with(games_.at(kind)), with(ghost_.at(kind))) << kind;
    EXPECT_TRUE(absl::StartsWith(with(games_.at(kind)), "3 ")) << with(games_.at(kind));
  }
}

}  // namespace
}  // namespace counterpoint::service
