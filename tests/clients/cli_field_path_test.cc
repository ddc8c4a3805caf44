#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/cli/field_path.h"
#include "clients/cli/json.h"
#include "counterpoint/v1/alliance.pb.h"
#include "counterpoint/v1/member.pb.h"

namespace counterpoint::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class FieldPathTest : public testing::Test {
 protected:
  void SetUp() override {
    member_.set_region("CN");
    member_.set_capacity(3);
    member_.add_labels("old");
    (*member_.add_needs()->mutable_title())["zh"] = "配乐";
    (*member_.mutable_display_name())["en"] = "Studio";
  }

  void Set(const std::string& assignment) {
    const absl::Status status = SetField(assignment, &member_);
    EXPECT_TRUE(status.ok()) << status;
  }

  std::string Error(const std::string& assignment) {
    v1::Member member = member_;
    return std::string(SetField(assignment, &member).message());
  }

  v1::Member member_;
};

TEST_F(FieldPathTest, SetsPlainValuesOfEachType) {
  Set("region=CN-SH");
  Set("capacity=5");
  Set("kind=scene-unit");
  Set("expire_time=2026-12-31T00:00:00Z");
  EXPECT_EQ(member_.region(), "CN-SH");
  EXPECT_EQ(member_.capacity(), 5);
  EXPECT_EQ(member_.kind(), v1::SCENE_UNIT);
  EXPECT_EQ(member_.expire_time().seconds(), 1798675200);
}

TEST_F(FieldPathTest, SetsListsAsAWholeAndByItem) {
  Set("labels=winner,2026");
  EXPECT_THAT(member_.labels(), ElementsAre("winner", "2026"));
  Set("labels[0]=first, really");
  EXPECT_THAT(member_.labels(), ElementsAre("first, really", "2026"));
  Set("labels[2]=appended");
  EXPECT_EQ(member_.labels_size(), 3);
  Set("labels[1]=");
  EXPECT_THAT(member_.labels(), ElementsAre("first, really", "appended"));
}

TEST_F(FieldPathTest, SetsTextsInsideListings) {
  Set("needs[0].title.en=Scoring");
  Set("needs[1].title.en=\"Quoted\" = \\ text");
  Set("needs[0].cooperation_modes=licensing,talent");
  EXPECT_EQ(member_.needs(0).title().at("zh"), "配乐");
  EXPECT_EQ(member_.needs(0).title().at("en"), "Scoring");
  EXPECT_EQ(member_.needs(1).title().at("en"), "\"Quoted\" = \\ text");
  EXPECT_THAT(member_.needs(0).cooperation_modes(), ElementsAre(v1::LICENSING, v1::TALENT));
}

TEST_F(FieldPathTest, EmptyValueClears) {
  Set("capacity=");
  Set("display_name.en=");
  Set("needs=");
  EXPECT_FALSE(member_.has_capacity());
  EXPECT_TRUE(member_.display_name().empty());
  EXPECT_TRUE(member_.needs().empty());
}

TEST_F(FieldPathTest, SetsNestedFieldsOfOtherMessages) {
  v1::Alliance alliance;
  ASSERT_TRUE(SetField("policy.floor=0.25", &alliance).ok());
  EXPECT_EQ(alliance.policy().floor(), 0.25);
}

TEST_F(FieldPathTest, NamesThePartThatDoesNotFit) {
  EXPECT_THAT(Error("regoin=CN"), HasSubstr("--set regoin: no such field; there are name, kind"));
  EXPECT_THAT(Error("region"), HasSubstr("must be PATH=VALUE"));
  EXPECT_THAT(Error("region.x=1"), HasSubstr("a plain value has no fields"));
  EXPECT_THAT(Error("region[0]=1"), HasSubstr("is no list"));
  EXPECT_THAT(Error("needs[4].title.zh=x"), HasSubstr("the list has 1 items"));
  EXPECT_THAT(Error("display_name=x"), HasSubstr("needs a key"));
  EXPECT_THAT(Error("kind=wizard"), HasSubstr("\"wizard\" is not one of technology-supplier"));
  EXPECT_THAT(Error("capacity=many"), HasSubstr("--set capacity=many"));
}

TEST_F(FieldPathTest, TopFieldIsTheFirstOfThePath) {
  EXPECT_EQ(TopField("needs[0].title.zh=a.b"), "needs");
  EXPECT_EQ(TopField("display_name.zh=x"), "display_name");
  EXPECT_EQ(TopField("region=CN"), "region");
}

TEST(Json, MapsAreSortedWhateverTheOrderOfInsertion) {
  v1::Member forth;
  v1::Member back;
  for (char c = 'a'; c <= 'p'; ++c) (*forth.mutable_display_name())[std::string(1, c)] = "x";
  for (char c = 'p'; c >= 'a'; --c) (*back.mutable_display_name())[std::string(1, c)] = "x";
  EXPECT_EQ(ToJson(forth, false), ToJson(back, false));
  EXPECT_THAT(ToJson(forth, false), HasSubstr(R"({"a":"x","b":"x","c":"x")"));
}

}  // namespace
}  // namespace counterpoint::cli
