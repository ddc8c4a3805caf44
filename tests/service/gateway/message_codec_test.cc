#include "service/gateway/message_codec.h"

#include <gtest/gtest.h>

#include "counterpoint/v1/member_service.pb.h"
#include "google/protobuf/util/json_util.h"
#include "nlohmann/json.hpp"

namespace counterpoint::service::gateway {
namespace {

TEST(MessageCodecTest, JsonAndBinaryAreTheSameMessage) {
  v1::CreateMemberRequest request;
  request.set_parent("alliances/music");
  v1::Member& member = *request.mutable_member();
  member.set_kind(v1::CREATOR);
  (*member.mutable_display_name())["zh"] = "北风音频";
  member.add_offers()->mutable_deadline()->set_seconds(1'800'000'000);
  const auto json =
      FromWire(*v1::CreateMemberRequest::descriptor(), Codec::kJson, request.SerializeAsString());
  ASSERT_TRUE(json.ok()) << json.status();
  std::string expected;
  ASSERT_TRUE(google::protobuf::util::MessageToJsonString(request, &expected).ok());
  EXPECT_EQ(nlohmann::json::parse(*json), nlohmann::json::parse(expected));

  const auto wire = ToWire(*v1::CreateMemberRequest::descriptor(), Codec::kJson, *json);
  ASSERT_TRUE(wire.ok()) << wire.status();
  v1::CreateMemberRequest read;
  ASSERT_TRUE(read.ParseFromString(*wire));
  EXPECT_EQ(read.DebugString(), request.DebugString());
}

TEST(MessageCodecTest, FieldsOfNewerClientsAreLeftOut) {
  const auto wire = ToWire(*v1::GetMemberRequest::descriptor(), Codec::kJson,
                           R"({"name": "alliances/music/members/north", "newer": {"a": [1]}})");
  ASSERT_TRUE(wire.ok()) << wire.status();
  v1::GetMemberRequest read;
  ASSERT_TRUE(read.ParseFromString(*wire));
  EXPECT_EQ(read.name(), "alliances/music/members/north");
}

TEST(MessageCodecTest, NothingAtAllIsAnEmptyMessage) {
  const auto wire = ToWire(*v1::GetMemberRequest::descriptor(), Codec::kJson, "");
  ASSERT_TRUE(wire.ok());
  EXPECT_EQ(*wire, "");
}

TEST(MessageCodecTest, SaysWhatIsWrongWithJson) {
  for (const char* json : {"{\"name\": ", "[1]", R"({"name": {"a": 1}})", "nonsense"}) {
    const auto wire = ToWire(*v1::GetMemberRequest::descriptor(), Codec::kJson, json);
    EXPECT_TRUE(absl::IsInvalidArgument(wire.status())) << json;
    EXPECT_NE(wire.status().message().find("counterpoint.v1.GetMemberRequest"), std::string::npos)
        << wire.status();
  }
}

TEST(MessageCodecTest, WhatIsNoMessageIsRefused) {
  // A packed field of 100 bytes of which one is there, which protobuf reads for ever.
  const std::string packed = {static_cast<char>(v1::Listing::kCooperationModesFieldNumber << 3 | 2),
                              100, 1};
  for (const std::string& bytes : {packed, std::string("\x0a\x7fshort"), std::string("\xff")}) {
    EXPECT_TRUE(absl::IsInvalidArgument(JsonOf("counterpoint.v1.Listing", bytes).status()));
  }
  EXPECT_TRUE(absl::IsInvalidArgument(JsonOf("counterpoint.v1.None", "").status()));
  EXPECT_EQ(JsonOf("counterpoint.v1.Listing", "").value_or(""), "{}");
}

}  // namespace
}  // namespace counterpoint::service::gateway
