#include "service/validation/violations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "counterpoint/rpc/status.pb.h"

namespace counterpoint::validation {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

google::rpc::BadRequest DetailsOf(const absl::Status& status) {
  google::rpc::BadRequest details;
  const auto payload = status.GetPayload(kBadRequestUrl);
  EXPECT_TRUE(payload.has_value());
  EXPECT_TRUE(details.ParseFromString(std::string(payload.value_or(absl::Cord()))));
  return details;
}

TEST(FieldPathTest, StepsAreWrittenAsInTheRequest) {
  const FieldPath root;
  const FieldPath member = root.Field("member");
  const FieldPath need = member.Item("needs", 2);
  EXPECT_EQ(need.Field("title").ToString(), "member.needs[2].title");
  EXPECT_EQ(member.Entry("display_name", "zh").ToString(), "member.display_name[\"zh\"]");
  EXPECT_EQ(root.Item("requests", 0).ToString(), "requests[0]");
}

TEST(FieldPathTest, KeysAreShownWithoutHarm) {
  EXPECT_EQ(Quoted("zh"), "\"zh\"");
  EXPECT_EQ(Quoted("中文"), "\"中文\"");
  EXPECT_EQ(Quoted("a\"b\\"), "\"a\\\"b\\\\\"");
  EXPECT_EQ(Quoted(absl::string_view("\xff\n", 2)), "\"\\xff\\n\"");
  EXPECT_THAT(Quoted(std::string(1000, 'x')), EndsWith("x...\""));
  EXPECT_EQ(Quoted(std::string(1000, 'x')).size(), 68U);
  EXPECT_LT(Quoted(std::string(1000, '\x01')).size(), 80u);
}

TEST(FieldPathTest, NamesAreToldBackWholeUnlessNoNameIsSoLong) {
  const std::string id(63, 'x');
  const std::string longest = "alliances/" + id + "/interactions/" + id;
  EXPECT_EQ(Echoed(longest), longest);
  EXPECT_EQ(Echoed(""), "");
  EXPECT_EQ(Echoed(std::string(161, 'x')), std::string(160, 'x') + "...");
  std::string chinese = "x";
  while (chinese.size() < 1000) chinese += "中";
  EXPECT_EQ(Echoed(chinese), chinese.substr(0, 160) + "...") << "1 + 53 x 3";
  EXPECT_EQ(Echoed("x" + chinese), "x" + chinese.substr(0, 157) + "...") << "before a character";
}

TEST(ViolationsTest, NoneMeansOk) {
  const Violations violations;
  EXPECT_TRUE(violations.empty());
  EXPECT_TRUE(violations.ToStatus().ok());
}

TEST(ViolationsTest, EveryFieldIsInTheDetailsInOrder) {
  Violations violations;
  violations.Add(FieldPath("parent"), "must not be empty");
  violations.Add(FieldPath("page_size"), "is -1");
  const absl::Status status = violations.ToStatus();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "parent: must not be empty; page_size: is -1");
  const auto details = DetailsOf(status);
  ASSERT_EQ(details.field_violations_size(), 2);
  EXPECT_EQ(details.field_violations(0).field(), "parent");
  EXPECT_EQ(details.field_violations(0).description(), "must not be empty");
  EXPECT_EQ(details.field_violations(1).field(), "page_size");
}

TEST(ViolationsTest, MessageNamesTheFirstAndCountsTheRest) {
  Violations violations;
  for (int i = 0; i < 10; ++i) {
    const std::string name = absl::StrCat("field", i);
    violations.Add(FieldPath(name), "is wrong");
  }
  const std::string message(violations.ToStatus().message());
  EXPECT_THAT(message, HasSubstr("field2: is wrong"));
  EXPECT_THAT(message, Not(HasSubstr("field3")));
  EXPECT_THAT(message, EndsWith("; and 7 more"));
}

TEST(ViolationsTest, DetailsThatDoNotFitAreCutAndTheMessageTells) {
  Violations violations;
  for (int i = 0; i < 5000; ++i) violations.Add(FieldPath("field"), "is wrong");
  EXPECT_EQ(violations.size(), 5000u);
  const absl::Status status = violations.ToStatus();
  const auto details = DetailsOf(status);
  EXPECT_GT(details.field_violations_size(), 50);
  EXPECT_LE(details.ByteSizeLong(), kDetailBytesOfTrailer);
  EXPECT_THAT(std::string(status.message()),
              HasSubstr(absl::StrCat("first ", details.field_violations_size())));
}

TEST(ViolationsTest, OneViolationIsTheLeastThatDetailsHold) {
  Violations violations;
  violations.Add(FieldPath("a"), "is wrong");
  violations.Add(FieldPath("b"), "is wrong");
  EXPECT_EQ(DetailsOf(violations.ToStatus(1)).field_violations_size(), 1);
}

}  // namespace
}  // namespace counterpoint::validation
