#include "tests/service/stored_list_fixture.h"

#include "absl/strings/str_cat.h"
#include "service/conversion/resource_name.h"

namespace counterpoint::service {
namespace {

using Stub = v1::RecommendationService::Stub;

template <typename Response, typename Request>
Answer<Response> Call(const std::shared_ptr<grpc::Channel>& channel,
                      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                      const Request& request) {
  const auto stub = v1::RecommendationService::NewStub(channel);
  Answer<Response> answer;
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(60)));
  answer.status = (stub.get()->*method)(&context, request, &answer.message);
  return answer;
}

std::string Generation(int number) { return conversion::FormatGenerationName("music", number); }

}  // namespace

Answer<v1::ListRecommendationsResponse> StoredListTest::Send(
    const v1::ListRecommendationsRequest& r) {
  return Call(channel_, &Stub::ListRecommendations, r);
}
Answer<v1::CompareGenerationsResponse> StoredListTest::Send(
    const v1::CompareGenerationsRequest& r) {
  return Call(channel_, &Stub::CompareGenerations, r);
}
Answer<v1::RecommendationDigest> StoredListTest::Send(const v1::GetRecommendationDigestRequest& r) {
  return Call(channel_, &Stub::GetRecommendationDigest, r);
}

std::string StoredListTest::NameOf(const std::string& member) {
  return conversion::FormatMemberName("music", member);
}

Answer<v1::ListRecommendationsResponse> StoredListTest::Read(const std::string& member,
                                                             const std::string& fields) {
  return Send(Parse<v1::ListRecommendationsRequest>(
      absl::StrCat("member: '", NameOf(member), "' ", fields)));
}

v1::RecommendationList StoredListTest::ListOf(const std::string& member,
                                              const std::string& fields) {
  const auto answer = Read(member, fields);
  EXPECT_TRUE(answer.ok()) << answer.status.error_message();
  return answer->list();
}

std::vector<std::string> StoredListTest::PartnersOf(const std::string& member,
                                                    const std::string& fields) {
  std::vector<std::string> ids;
  const v1::RecommendationList list = ListOf(member, fields);
  for (const auto& entry : list.recommendations()) {
    ids.push_back(IdIn(entry.partner().name()));
  }
  return ids;
}

std::vector<std::string> StoredListTest::ScoresOf(const v1::RecommendationList& list) {
  std::vector<std::string> scores;
  for (const auto& entry : list.recommendations()) {
    scores.push_back(absl::StrCat(IdIn(entry.partner().name()), " ", entry.score()));
  }
  return scores;
}

std::string StoredListTest::IdIn(const std::string& name) {
  return name.substr(name.rfind('/') + 1);
}

Answer<std::vector<v1::ReadRecommendationsResponse>> StoredListTest::ReadAll(
    const std::string& fields) {
  const auto request =
      Parse<v1::ReadRecommendationsRequest>(absl::StrCat("parent: 'alliances/music' ", fields));
  const auto stub = v1::RecommendationService::NewStub(channel_);
  Answer<std::vector<v1::ReadRecommendationsResponse>> answer;
  grpc::ClientContext context;
  const auto stream = stub->ReadRecommendations(&context, request);
  v1::ReadRecommendationsResponse response;
  while (stream->Read(&response)) answer.message.push_back(response);
  answer.status = stream->Finish();
  return answer;
}

Answer<v1::CompareGenerationsResponse> StoredListTest::Compare(int base, int generation,
                                                               const std::string& fields) {
  return Send(Parse<v1::CompareGenerationsRequest>(absl::StrCat(
      "base: '", Generation(base), "' generation: '", Generation(generation), "' ", fields)));
}

Answer<v1::RecommendationDigest> StoredListTest::Digest(const std::string& member,
                                                        const std::string& fields) {
  return Send(Parse<v1::GetRecommendationDigestRequest>(
      absl::StrCat("member: '", NameOf(member), "' ", fields)));
}

std::string StoredListTest::ComposerFields(const std::string& id, const std::string& words) {
  return absl::StrCat("kind: CREATOR display_name { key: 'en' value: 'Composer ", id,
                      "' } offers { title { key: 'en' value: 'Game music composition' } "
                      "text { key: 'en' value: 'We compose adaptive game music ",
                      words, "' } topics: 'game-music' }");
}

void StoredListTest::CreateComposer(const std::string& id, const std::string& words) {
  CreateMember(id, ComposerFields(id, words));
}

void StoredListTest::CreateStudio(const std::string& id, const std::string& words) {
  CreateMember(id, absl::StrCat("kind: SCENE_UNIT display_name { key: 'en' value: 'Studio ", id,
                                "' } needs { title { key: 'en' value: 'Game music wanted' } "
                                "text { key: 'en' value: 'We look for adaptive game music ",
                                words, "' } }"));
}

void StoredListTest::Reword(const std::string& id, const std::string& words) {
  auto member = Parse<v1::Member>(ComposerFields(id, words));
  member.set_name(NameOf(id));
  Update(member);
}

}  // namespace counterpoint::service
