#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "absl/status/status.h"
#include "clients/sample/reader.h"
#include "clients/sample/writer.h"

namespace counterpoint::sample {
namespace {

std::string WriteFile(const std::string& name, const std::string& text) {
  const std::string path = testing::TempDir() + "/" + name;
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

TEST(ReadMembersTest, ReadsOneMemberALineAndSkipsEmptyLines) {
  const std::string path =
      WriteFile("two.jsonl",
                "{\"name\":\"alliances/a/members/b\",\"foundingYear\":1999}\r\n"
                "\n"
                "{\"kind\":\"CREATOR\"}");
  const auto members = ReadMembers(path);
  ASSERT_TRUE(members.ok()) << members.status();
  ASSERT_EQ(members->size(), 2U);
  EXPECT_EQ((*members)[0].name(), "alliances/a/members/b");
  EXPECT_EQ((*members)[0].founding_year(), 1999);
  EXPECT_EQ((*members)[1].kind(), v1::CREATOR);
}

TEST(ReadMembersTest, AnEmptyFileHoldsNoMember) {
  const auto members = ReadMembers(WriteFile("empty.jsonl", ""));
  ASSERT_TRUE(members.ok()) << members.status();
  EXPECT_TRUE(members->empty());
}

TEST(ReadMembersTest, ABadLineIsNamed) {
  for (const std::string bad : {"{", "[]", "{\"colour\":\"red\"}", "{\"kind\":\"CHOIR\"}"}) {
    const std::string path = WriteFile("bad.jsonl", "{}\n\n" + bad + "\n{}\n");
    const auto members = ReadMembers(path);
    ASSERT_FALSE(members.ok()) << bad;
    EXPECT_EQ(members.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(members.status().message()), testing::StartsWith(path + ":3: "));
  }
}

TEST(ReadMembersTest, AMissingFileIsNotFound) {
  EXPECT_EQ(ReadMembers(testing::TempDir() + "/absent.jsonl").status().code(),
            absl::StatusCode::kNotFound);
}

TEST(ReadMembersTest, AFolderIsAnError) { EXPECT_FALSE(ReadMembers(testing::TempDir()).ok()); }

v1::Member MemberInFourLanguages() {
  v1::Member member;
  member.set_name("alliances/a/members/b");
  for (const char* language : {"zh", "ja", "en", "de"}) {
    (*member.mutable_display_name())[language] = std::string("名 \"") + language + "\"\n";
  }
  member.set_capacity(0);
  return member;
}

TEST(MemberWriterTest, WritesWhatTheReaderReads) {
  std::stringstream out;
  MemberWriter writer(out);
  ASSERT_TRUE(writer.Write(MemberInFourLanguages()).ok());
  ASSERT_TRUE(writer.Write(v1::Member()).ok());
  const auto members = ReadMembers(WriteFile("written.jsonl", out.str()));
  ASSERT_TRUE(members.ok()) << members.status();
  ASSERT_EQ(members->size(), 2U);
  EXPECT_TRUE(
      google::protobuf::util::MessageDifferencer::Equals((*members)[0], MemberInFourLanguages()));
}

TEST(MemberWriterTest, LanguagesAreInAlphabeticalOrder) {
  std::stringstream out;
  MemberWriter writer(out);
  ASSERT_TRUE(writer.Write(MemberInFourLanguages()).ok());
  EXPECT_THAT(out.str(), testing::ContainsRegex("\"de\".*\"en\".*\"ja\".*\"zh\""));
}

TEST(MemberWriterTest, AFailedStreamIsReported) {
  std::stringstream out;
  out.setstate(std::ios::badbit);
  MemberWriter writer(out);
  EXPECT_EQ(writer.Write(v1::Member()).code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace counterpoint::sample
