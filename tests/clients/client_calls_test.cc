#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "clients/cpp/members.h"
#include "tests/clients/scripted_service.h"

namespace counterpoint::client {
namespace {

using testing::ElementsAre;

class ClientCallsTest : public testing::Test {
 protected:
  // Lists three members on two pages with an empty one between; the page of
  // `broken_token` fails.
  void ServePages(const std::string& broken_token) {
    server_.members().list = [broken_token](int, const v1::ListMembersRequest& request,
                                            v1::ListMembersResponse* response) {
      if (request.page_token() == broken_token) {
        return grpc::Status(grpc::StatusCode::FAILED_PRECONDITION, "the token has expired");
      }
      if (request.page_token().empty()) {
        response->add_members()->set_name("a");
        response->add_members()->set_name("b");
        response->set_next_page_token("empty page");
      } else if (request.page_token() == "empty page") {
        response->set_next_page_token("last page");
      } else {
        response->add_members()->set_name("c");
      }
      return grpc::Status::OK;
    };
  }

  std::vector<std::string> Names(Pages<v1::Member>* members) {
    std::vector<std::string> names;
    for (const v1::Member& member : *members) names.push_back(member.name());
    return names;
  }

  ScriptedServer server_;
};

TEST_F(ClientCallsTest, MutationIsRepeatedUnderOneRequestId) {
  std::set<std::string> ids;
  server_.members().create = [&](int call, const v1::CreateMemberRequest& request,
                                 v1::Member* member) {
    ids.insert(request.request_id());
    if (call < 3) return Unavailable();
    member->set_name("made");
    return grpc::Status::OK;
  };
  const auto member = server_.client().members().Create({});
  ASSERT_TRUE(member.ok()) << member.status();
  EXPECT_EQ(member->name(), "made");
  EXPECT_EQ(server_.members().calls(), 3);
  ASSERT_EQ(ids.size(), 1u);
  EXPECT_EQ(ids.begin()->size(), 32u);
}

TEST_F(ClientCallsTest, RequestIdOfTheCallerIsKept) {
  std::string seen;
  server_.members().create = [&](int, const v1::CreateMemberRequest& request, v1::Member*) {
    seen = request.request_id();
    return grpc::Status::OK;
  };
  v1::CreateMemberRequest request;
  request.set_request_id("mine");
  ASSERT_TRUE(server_.client().members().Create(request).ok());
  EXPECT_EQ(seen, "mine");
}

TEST_F(ClientCallsTest, ErrorThatWillNotPassIsReturnedAtOnce) {
  server_.members().create = [](int, const v1::CreateMemberRequest&, v1::Member*) {
    return grpc::Status(grpc::StatusCode::ALREADY_EXISTS, "there");
  };
  EXPECT_EQ(server_.client().members().Create({}).status(), absl::AlreadyExistsError("there"));
  EXPECT_EQ(server_.members().calls(), 1);
}

TEST_F(ClientCallsTest, AttemptsEndAtTheirLimit) {
  server_.members().create = [](int, const v1::CreateMemberRequest&, v1::Member*) {
    return Unavailable();
  };
  EXPECT_TRUE(absl::IsUnavailable(server_.client().members().Create({}).status()));
  EXPECT_EQ(server_.members().calls(), server_.options().retry.max_attempts);
}

TEST_F(ClientCallsTest, PagesAreOneRange) {
  ServePages("none");
  auto members = server_.client().members().List({});
  EXPECT_THAT(Names(&members), ElementsAre("a", "b", "c"));
  EXPECT_TRUE(members.status().ok());
  EXPECT_EQ(server_.members().calls(), 3);
}

TEST_F(ClientCallsTest, RangeEndsAtAnErrorAndTellsIt) {
  ServePages("last page");
  auto members = server_.client().members().List({});
  EXPECT_THAT(Names(&members), ElementsAre("a", "b"));
  EXPECT_EQ(members.status(), absl::FailedPreconditionError("the token has expired"));
}

}  // namespace
}  // namespace counterpoint::client
