// A server with alliance "music" and means to refresh its recommendations.
#pragma once

#include <functional>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "counterpoint/stored/generation_record.pb.h"
#include "counterpoint/v1/operation_service.grpc.pb.h"
#include "counterpoint/v1/recommendation_service.grpc.pb.h"
#include "service/recommendations/stored_lists.h"
#include "storage/store.h"
#include "tests/service/service_fixture.h"

namespace counterpoint::service {

class RefreshTest : public ServiceTest {
 protected:
  void SetUp() override;

  using ServiceTest::Send;
  Answer<v1::Operation> Send(const v1::RefreshRecommendationsRequest& r);
  Answer<v1::Generation> Send(const v1::GetGenerationRequest& r);
  Answer<v1::ListGenerationsResponse> Send(const v1::ListGenerationsRequest& r);
  Answer<v1::Generation> Send(const v1::RollBackRecommendationsRequest& r);

  // Sends a request of these, or of the others, written as text.
  template <typename Request>
  auto Ask(const std::string& text) {
    return Send(Parse<Request>(text));
  }

  // Begins a refresh of "music"; `fields` are those of the request.
  Answer<v1::Operation> Begin(const std::string& fields = "");
  // The operation when it has ended.
  v1::Operation Await(const std::string& operation);
  Answer<v1::Operation> Cancel(const std::string& operation);
  // Refreshes to the end.
  v1::Generation Refresh(const std::string& fields = "");
  // By number; 0 is the current one.
  Answer<v1::Generation> Get(int number = 0);
  Answer<v1::Generation> RollBack(int number);
  // Numbers, the newest first.
  std::vector<int> Numbers();

  // Member `id` with listings of some words drawn from a few dozen.
  static v1::Member RandomMember(const std::string& id, std::mt19937& random);
  static std::string IdOf(int number);  // "m-00007"
  // Creates members from `first` on.
  void CreateMembers(int first, int count, std::mt19937& random);
  void Update(const v1::Member& member);
  void Delete(const std::string& id);
  // Records an interaction between two members.
  void Record(const std::string& id, const std::string& member, const std::string& partner,
              const std::string& fields);
  // Refreshes until the next one is incremental: the text model is then not about to
  // be learnt anew.
  void Settle(const std::string& fields = "");

  // Stops the server, does something to its store, and starts it again.
  void WithStore(const std::function<void(storage::Store&)>& change);
  // The lists as they are in the store; starts the server anew.
  std::shared_ptr<const StoredLists> ReadLists(int number);
};

}  // namespace counterpoint::service
