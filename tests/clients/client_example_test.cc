// The example of clients/README.md, compiled and run; a test compares the two.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iostream>
#include <sstream>

// example: begin
#include "clients/cpp/client.h"
#include "clients/cpp/matching.h"
#include "clients/cpp/members.h"

absl::Status PrintPartners(const std::string& address) {
  counterpoint::client::ConnectionOptions options;
  options.address = address;
  options.timeout = absl::Seconds(2);
  counterpoint::client::Client client(options);

  counterpoint::v1::ListMembersRequest list;
  list.set_parent("alliances/music");
  auto members = client.members().List(list);
  for (const auto& member : members) {
    counterpoint::v1::RecommendPartnersRequest request;
    request.set_member(member.name());
    const auto answer = client.matching().RecommendPartners(request);
    if (!answer.ok()) return answer.status();
    for (const auto& match : answer->matches()) {
      std::cout << member.name() << " " << match.partner().name() << " " << match.score() << "\n";
    }
  }
  return members.status();
}
// example: end

namespace {

std::string Content(const char* path) {
  std::ifstream file(path);
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

TEST(Example, TellsThatTheServerIsAbsent) {
  EXPECT_TRUE(absl::IsUnavailable(PrintPartners("127.0.0.1:1")));
}

TEST(Example, IsTheOneOfTheReadme) {
  const std::string source = Content(COUNTERPOINT_CLIENT_EXAMPLE);
  ASSERT_FALSE(source.empty());
  const std::string begin_mark = "// example: begin\n";
  const size_t begin = source.find(begin_mark) + begin_mark.size();
  const std::string example = source.substr(begin, source.find("// example: end\n") - begin);
  EXPECT_THAT(Content(COUNTERPOINT_CLIENTS_README), testing::HasSubstr(example));
}

}  // namespace
