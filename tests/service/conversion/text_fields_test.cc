#include "service/conversion/text_fields.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>

namespace counterpoint::conversion {
namespace {

std::vector<std::string> Lines(const std::vector<TextField>& fields) {
  std::vector<std::string> lines;
  for (const TextField& field : fields) {
    lines.push_back(field.path + "=" + std::string(field.text));
  }
  return lines;
}

TEST(TextFieldsTest, EveryTextOfAProfileHasItsPath) {
  v1::Member member;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(
        display_name { key: "zh" value: "名" }
        display_name { key: "en" value: "name" }
        description { key: "en" value: "about" }
        credentials { title { key: "en" value: "award" } }
        needs { title { key: "en" value: "n0" } }
        needs {
          title { key: "zh-Hant" value: "n1" }
          text { key: "zh" value: "t1" }
        }
        offers { title { key: "en" value: "o0" } }
      )pb",
      &member));
  EXPECT_THAT(Lines(TextFieldsOf(member)),
              ::testing::ElementsAre("display_name.en=name", "display_name.zh=名",
                                     "description.en=about", "credentials[0].title.en=award",
                                     "needs[0].title.en=n0", "needs[1].title.zh-Hant=n1",
                                     "needs[1].text.zh=t1", "offers[0].title.en=o0"));
  EXPECT_THAT(Lines(TextFieldsOf(member.needs(1), "need")),
              ::testing::ElementsAre("need.title.zh-Hant=n1", "need.text.zh=t1"));
}

}  // namespace
}  // namespace counterpoint::conversion
