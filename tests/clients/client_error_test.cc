#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/cpp/error.h"

namespace counterpoint::client {
namespace {

template <typename Detail>
grpc::Status WithDetail(grpc::StatusCode code, const Detail& detail) {
  google::rpc::Status status;
  status.set_code(code);
  status.set_message("told");
  status.add_details()->PackFrom(detail);
  return grpc::Status(code, "told", status.SerializeAsString());
}

google::rpc::BadRequest TwoViolations() {
  google::rpc::BadRequest bad;
  bad.add_field_violations()->set_field("member.kind");
  bad.mutable_field_violations(0)->set_description("must be set");
  bad.add_field_violations()->set_field("member.needs[2].title");
  bad.mutable_field_violations(1)->set_description("must not be empty");
  return bad;
}

TEST(FromGrpc, KeepsCodeAndMessage) {
  const absl::Status status = FromGrpc({grpc::StatusCode::ABORTED, "etag is stale"});
  EXPECT_EQ(status, absl::AbortedError("etag is stale"));
}

TEST(FromGrpc, MakesSuccessOfSuccess) { EXPECT_TRUE(FromGrpc(grpc::Status::OK).ok()); }

TEST(FromGrpc, IgnoresDetailsThatDoNotParse) {
  const absl::Status status = FromGrpc({grpc::StatusCode::INTERNAL, "broken", "\xff\xff\xff"});
  EXPECT_EQ(status, absl::InternalError("broken"));
}

TEST(FieldViolations, ListsEveryFieldInOrder) {
  const auto violations =
      FieldViolations(FromGrpc(WithDetail(grpc::StatusCode::INVALID_ARGUMENT, TwoViolations())));
  ASSERT_EQ(violations.size(), 2u);
  EXPECT_EQ(violations[0].field, "member.kind");
  EXPECT_EQ(violations[0].description, "must be set");
  EXPECT_EQ(violations[1].field, "member.needs[2].title");
}

TEST(FieldViolations, AreReadFromAVerdictToo) {
  google::rpc::Status verdict;
  verdict.set_code(grpc::StatusCode::INVALID_ARGUMENT);
  verdict.add_details()->PackFrom(TwoViolations());
  EXPECT_EQ(FieldViolations(FromProto(verdict)).size(), 2u);
}

TEST(FieldViolations, AreEmptyForAnErrorWithoutDetails) {
  EXPECT_TRUE(FieldViolations(absl::NotFoundError("gone")).empty());
}

TEST(FromProto, MakesUnknownOfACodeThatDoesNotExist) {
  google::rpc::Status status;
  status.set_code(99);
  EXPECT_TRUE(absl::IsUnknown(FromProto(status)));
}

TEST(RequestedDelay, IsReadWithItsFraction) {
  google::rpc::RetryInfo info;
  info.mutable_retry_delay()->set_seconds(2);
  info.mutable_retry_delay()->set_nanos(500000000);
  EXPECT_EQ(RequestedDelay(FromGrpc(WithDetail(grpc::StatusCode::UNAVAILABLE, info))),
            absl::Milliseconds(2500));
  EXPECT_EQ(RequestedDelay(absl::UnavailableError("")), std::nullopt);
}

TEST(ResourceName, IsReadFromTheDetails) {
  google::rpc::ResourceInfo info;
  info.set_resource_name("alliances/a/members/b");
  EXPECT_EQ(ResourceName(FromGrpc(WithDetail(grpc::StatusCode::NOT_FOUND, info))),
            "alliances/a/members/b");
}

}  // namespace
}  // namespace counterpoint::client
