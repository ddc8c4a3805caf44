#include "tests/service/refresh_fixture.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "service/conversion/resource_name.h"
#include "service/recommendations/generations.h"

namespace counterpoint::service {
namespace {

using Recommendations = v1::RecommendationService;
using OperationCalls = v1::OperationService;

template <typename Response, typename Stub, typename Interface, typename Request>
Answer<Response> Call(const std::unique_ptr<Stub>& stub,
                      grpc::Status (Interface::*method)(grpc::ClientContext*, const Request&,
                                                        Response*),
                      const Request& request) {
  Answer<Response> answer;
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(120)));
  answer.status = (stub.get()->*method)(&context, request, &answer.message);
  return answer;
}

constexpr const char* kWords[] = {
    "game",    "music",  "orchestra", "sound",   "engine",   "motion",  "capture",  "virtual",
    "museum",  "stage",  "light",     "haptic",  "training", "licence", "score",    "studio",
    "archive", "voice",  "avatar",    "render",  "camera",   "choir",   "festival", "metaverse",
    "shader",  "string", "quartet",   "digital", "heritage", "exhibit", "mobile",   "console"};

std::string RandomText(int words, std::mt19937& random) {
  std::string text;
  for (int i = 0; i < words; ++i) {
    absl::StrAppend(&text, i == 0 ? "" : " ", kWords[random() % std::size(kWords)]);
  }
  return text;
}

void AddListing(std::mt19937& random, v1::Listing& listing) {
  (*listing.mutable_title())["en"] = RandomText(3, random);
  (*listing.mutable_text())["en"] = RandomText(8, random);
}

}  // namespace

void RefreshTest::SetUp() {
  ServiceTest::SetUp();
  CreateAlliance("music");
  AwaitIndex();
}

Answer<v1::Operation> RefreshTest::Send(const v1::RefreshRecommendationsRequest& r) {
  return Call<v1::Operation>(Recommendations::NewStub(channel_),
                             &Recommendations::Stub::RefreshRecommendations, r);
}
Answer<v1::Generation> RefreshTest::Send(const v1::GetGenerationRequest& r) {
  return Call<v1::Generation>(Recommendations::NewStub(channel_),
                              &Recommendations::Stub::GetGeneration, r);
}
Answer<v1::ListGenerationsResponse> RefreshTest::Send(const v1::ListGenerationsRequest& r) {
  return Call<v1::ListGenerationsResponse>(Recommendations::NewStub(channel_),
                                           &Recommendations::Stub::ListGenerations, r);
}
Answer<v1::Generation> RefreshTest::Send(const v1::RollBackRecommendationsRequest& r) {
  return Call<v1::Generation>(Recommendations::NewStub(channel_),
                              &Recommendations::Stub::RollBackRecommendations, r);
}

Answer<v1::Operation> RefreshTest::Begin(const std::string& fields) {
  return Send(
      Parse<v1::RefreshRecommendationsRequest>(absl::StrCat("parent: 'alliances/music' ", fields)));
}

v1::Operation RefreshTest::Await(const std::string& operation) {
  v1::WaitOperationRequest request;
  request.set_name(operation);
  request.mutable_timeout()->set_seconds(60);
  const auto ended = Call<v1::Operation>(OperationCalls::NewStub(channel_),
                                         &OperationCalls::Stub::WaitOperation, request);
  EXPECT_TRUE(ended.ok()) << ended.status.error_message();
  return *ended;
}

Answer<v1::Operation> RefreshTest::Cancel(const std::string& operation) {
  v1::CancelOperationRequest request;
  request.set_name(operation);
  return Call<v1::Operation>(OperationCalls::NewStub(channel_),
                             &OperationCalls::Stub::CancelOperation, request);
}

v1::Generation RefreshTest::Refresh(const std::string& fields) {
  const auto begun = Begin(fields);
  EXPECT_TRUE(begun.ok()) << begun.status.error_message();
  const v1::Operation ended = Await(begun->name());
  EXPECT_EQ(ended.state(), v1::Operation::SUCCEEDED) << ended.error().message();
  const auto generation =
      Ask<v1::GetGenerationRequest>(absl::StrCat("name: '", ended.result(), "'"));
  EXPECT_TRUE(generation.ok()) << generation.status.error_message();
  return *generation;
}

Answer<v1::Generation> RefreshTest::Get(int number) {
  return Ask<v1::GetGenerationRequest>(
      absl::StrCat("name: '", conversion::FormatGenerationName("music", number), "'"));
}

Answer<v1::Generation> RefreshTest::RollBack(int number) {
  return Ask<v1::RollBackRecommendationsRequest>(
      absl::StrCat("generation: '", conversion::FormatGenerationName("music", number), "'"));
}

std::vector<int> RefreshTest::Numbers() {
  std::vector<int> numbers;
  const auto listed = Ask<v1::ListGenerationsRequest>("parent: 'alliances/music'");
  for (const v1::Generation& generation : listed->generations()) {
    numbers.push_back(conversion::ParseGenerationName(generation.name())->generation);
  }
  return numbers;
}

v1::Member RefreshTest::RandomMember(const std::string& id, std::mt19937& random) {
  v1::Member member;
  member.set_name(absl::StrCat("alliances/music/members/", id));
  member.set_kind(random() % 2 == 0 ? v1::CREATOR : v1::SCENE_UNIT);
  (*member.mutable_display_name())["en"] = id;
  for (unsigned i = random() % 3; i > 0; --i) AddListing(random, *member.add_offers());
  for (unsigned i = 1 + random() % 2; i > 0; --i) AddListing(random, *member.add_needs());
  return member;
}

std::string RefreshTest::IdOf(int number) { return absl::StrFormat("m-%05d", number); }

void RefreshTest::CreateMembers(int first, int count, std::mt19937& random) {
  constexpr int kBatch = 200;
  for (int from = first; from < first + count; from += kBatch) {
    v1::BatchCreateMembersRequest request;
    request.set_parent("alliances/music");
    for (int i = from; i < std::min(from + kBatch, first + count); ++i) {
      auto& create = *request.add_requests();
      create.set_parent("alliances/music");
      create.set_member_id(IdOf(i));
      *create.mutable_member() = RandomMember(IdOf(i), random);
    }
    const auto created = Send(request);
    ASSERT_TRUE(created.ok()) << created.status.error_message();
  }
  AwaitIndex();
}

void RefreshTest::Update(const v1::Member& member) {
  v1::UpdateMemberRequest request;
  *request.mutable_member() = member;
  const auto updated = Send(request);
  ASSERT_TRUE(updated.ok()) << updated.status.error_message();
}

void RefreshTest::Delete(const std::string& id) {
  const auto deleted = Send<v1::DeleteMemberRequest>(
      absl::StrCat("name: '", conversion::FormatMemberName("music", id), "'"));
  ASSERT_TRUE(deleted.ok()) << deleted.status.error_message();
}

void RefreshTest::Record(const std::string& id, const std::string& member,
                         const std::string& partner, const std::string& fields) {
  const auto recorded = Send<v1::BatchRecordInteractionsRequest>(
      absl::StrCat("parent: 'alliances/music' interactions { name: '",
                   conversion::FormatInteractionName("music", id), "' member: '",
                   conversion::FormatMemberName("music", member), "' partner: '",
                   conversion::FormatMemberName("music", partner), "' ", fields, " }"));
  ASSERT_TRUE(recorded.ok()) << recorded.status.error_message();
}

void RefreshTest::Settle(const std::string& fields) {
  constexpr int kTries = 100;
  for (int i = 0; i < kTries; ++i) {
    if (!Refresh(fields).base().empty()) return;
    absl::SleepFor(absl::Milliseconds(20));
  }
  FAIL() << "every refresh is a full one: " << Get()->full_reason();
}

void RefreshTest::WithStore(const std::function<void(storage::Store&)>& change) {
  Stop();
  {
    const auto store = storage::Store::Open(options_.store);
    ASSERT_TRUE(store.ok()) << store.status();
    change(**store);
  }
  Start();
}

std::shared_ptr<const StoredLists> RefreshTest::ReadLists(int number) {
  std::shared_ptr<const StoredLists> lists;
  WithStore([&](storage::Store& store) {
    const auto read = Generations(store).Lists({"music", number});
    ASSERT_TRUE(read.ok()) << read.status();
    lists = *read;
  });
  return lists;
}

}  // namespace counterpoint::service
