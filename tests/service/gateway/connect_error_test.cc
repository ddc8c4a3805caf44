#include "service/gateway/connect_error.h"

#include <gtest/gtest.h>

#include <limits>
#include <set>

#include "absl/strings/escaping.h"
#include "counterpoint/rpc/status.pb.h"
#include "nlohmann/json.hpp"

namespace counterpoint::service::gateway {
namespace {

TEST(ConnectErrorTest, EachCodeHasANameOfItsOwnAndAnErrorsHttpStatus) {
  std::set<std::string> names;
  for (int code = grpc::CANCELLED; code <= grpc::UNAUTHENTICATED; ++code) {
    names.insert(std::string(ConnectCode(static_cast<grpc::StatusCode>(code))));
    EXPECT_GE(HttpStatus(static_cast<grpc::StatusCode>(code)), 400);
  }
  EXPECT_EQ(names.size(), 16U);
  EXPECT_EQ(ConnectCode(grpc::CANCELLED), "canceled");
  EXPECT_EQ(HttpStatus(grpc::INVALID_ARGUMENT), 400);
  EXPECT_EQ(HttpStatus(grpc::DEADLINE_EXCEEDED), 504);
}

TEST(ConnectErrorTest, DetailsAreUnpaddedBase64AndReadable) {
  google::rpc::BadRequest bad;
  bad.add_field_violations()->set_field("member.needs[2].title");
  google::rpc::Status status;
  status.add_details()->PackFrom(bad);
  const grpc::Status error(grpc::INVALID_ARGUMENT, "wrong", status.SerializeAsString());

  const nlohmann::json object = ErrorObject(error);
  EXPECT_EQ(object["code"], "invalid_argument");
  EXPECT_EQ(object["message"], "wrong");
  ASSERT_EQ(object["details"].size(), 1U);
  const nlohmann::json& detail = object["details"][0];
  EXPECT_EQ(detail["type"], "google.rpc.BadRequest");
  EXPECT_EQ(detail["debug"]["fieldViolations"][0]["field"], "member.needs[2].title");
  const std::string value = detail["value"];
  EXPECT_EQ(value.find('='), std::string::npos);
  std::string bytes;
  ASSERT_TRUE(absl::Base64Unescape(value, &bytes));
  EXPECT_EQ(bytes, bad.SerializeAsString());
}

TEST(ConnectErrorTest, AMessageThatIsNoUtf8StaysReadable) {
  const std::string text = ErrorJson(grpc::Status(grpc::INTERNAL, "broken \xff byte"));
  EXPECT_EQ(nlohmann::json::parse(text)["message"], "broken \xEF\xBF\xBD byte");
}

TEST(ConnectErrorTest, WhenToTryAgainIsRoundedUpToSeconds) {
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(2);
  retry.mutable_retry_delay()->set_nanos(1);
  google::rpc::Status status;
  status.add_details()->PackFrom(retry);
  EXPECT_EQ(RetryAfterSeconds(grpc::Status(grpc::UNAVAILABLE, "", status.SerializeAsString())), 3);
  EXPECT_EQ(RetryAfterSeconds(grpc::Status(grpc::UNAVAILABLE, "")), 0);
  retry.mutable_retry_delay()->set_seconds(std::numeric_limits<std::int64_t>::max());
  status.mutable_details(0)->PackFrom(retry);
  EXPECT_EQ(RetryAfterSeconds(grpc::Status(grpc::UNAVAILABLE, "", status.SerializeAsString())),
            86'400);
}

}  // namespace
}  // namespace counterpoint::service::gateway
