// The mappings that ship, on the files that they are for. Skipped where the
// evaluation data is absent.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "clients/cli/member_source.h"

namespace counterpoint::cli {
namespace {

struct Shipped {
  const char* mapping;
  const char* data;
  int members;
};

std::string DataFolder() {
  const char* folder = std::getenv("COUNTERPOINT_DATA");
  return folder == nullptr ? "../shared/data" : folder;
}

std::string Content(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

bool IsId(const std::string& id) {
  return !id.empty() && id.size() <= 63 && id.front() != '-' && id.back() != '-' &&
         id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
}

class ShippedMappingTest : public testing::TestWithParam<Shipped> {};

TEST_P(ShippedMappingTest, IsUnderstood) {
  const auto mapping =
      ParseMapping(Content(std::string(COUNTERPOINT_MAPPINGS "/") + GetParam().mapping));
  EXPECT_TRUE(mapping.ok()) << mapping.status();
}

TEST_P(ShippedMappingTest, MapsEveryRowToAMemberOfItsOwn) {
  const std::string path = DataFolder() + "/" + GetParam().data;
  // The public data is no part of the repository: licences leave it where it is.
  if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is absent";
  std::ifstream file(path, std::ios::binary);
  auto mapping = ParseMapping(Content(std::string(COUNTERPOINT_MAPPINGS "/") + GetParam().mapping));
  ASSERT_TRUE(mapping.ok()) << mapping.status();
  auto source = CsvSource(&file, *std::move(mapping));
  ASSERT_TRUE(source.ok()) << source.status();
  std::set<std::string> names;
  while (true) {
    const auto item = (*source)->Next();
    ASSERT_TRUE(item.ok()) << item.status();
    if (!item->has_value()) break;
    ASSERT_TRUE((*item)->member.ok()) << (*item)->line << ": " << (*item)->member.status();
    const v1::Member& member = *(*item)->member;
    EXPECT_TRUE(IsId(member.name().substr(8))) << member.name();
    EXPECT_FALSE(member.display_name().empty()) << member.name();
    EXPECT_EQ(member.offers_size(), 1) << member.name();
    names.insert(member.name());
  }
  EXPECT_EQ(static_cast<int>(names.size()), GetParam().members);
}

INSTANTIATE_TEST_SUITE_P(
    Files, ShippedMappingTest,
    testing::Values(Shipped{"cordis_organisations.json", "partnerships/profiles.csv", 6871},
                    Shipped{"company_directory.json", "companies/companies.csv", 4686}),
    [](const auto& param_info) {
      return std::filesystem::path(param_info.param.mapping).stem().string();
    });

}  // namespace
}  // namespace counterpoint::cli
