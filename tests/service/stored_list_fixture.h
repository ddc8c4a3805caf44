// Reading stored lists of alliance "music" on a real server.
#pragma once

#include <string>
#include <vector>

#include "counterpoint/v1/recommendation_service.grpc.pb.h"
#include "tests/service/refresh_fixture.h"

namespace counterpoint::service {

class StoredListTest : public RefreshTest {
 protected:
  using RefreshTest::Send;
  Answer<v1::ListRecommendationsResponse> Send(const v1::ListRecommendationsRequest& r);
  Answer<v1::CompareGenerationsResponse> Send(const v1::CompareGenerationsRequest& r);
  Answer<v1::RecommendationDigest> Send(const v1::GetRecommendationDigestRequest& r);

  // Sends a request of these, or of the others, written as text.
  template <typename Request>
  auto Ask(const std::string& text) {
    return Send(Parse<Request>(text));
  }

  static std::string NameOf(const std::string& member);
  // `fields` are further ones of the request.
  Answer<v1::ListRecommendationsResponse> Read(const std::string& member,
                                               const std::string& fields = "");
  // The list as it is shown, which has to be there.
  v1::RecommendationList ListOf(const std::string& member, const std::string& fields = "");
  // Ids of its partners.
  std::vector<std::string> PartnersOf(const std::string& member, const std::string& fields = "");
  // "id score".
  static std::vector<std::string> ScoresOf(const v1::RecommendationList& list);
  static std::string IdIn(const std::string& name);

  Answer<std::vector<v1::ReadRecommendationsResponse>> ReadAll(const std::string& fields = "");
  Answer<v1::CompareGenerationsResponse> Compare(int base, int generation,
                                                 const std::string& fields = "");
  Answer<v1::RecommendationDigest> Digest(const std::string& member,
                                          const std::string& fields = "");

  // A composer or a studio with one need or offer of game music; `words` are added.
  void CreateComposer(const std::string& id, const std::string& words = "");
  void CreateStudio(const std::string& id, const std::string& words = "");
  // Changes what a composer offers.
  void Reword(const std::string& id, const std::string& words);

 private:
  static std::string ComposerFields(const std::string& id, const std::string& words);
};

}  // namespace counterpoint::service
