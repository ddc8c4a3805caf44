#include "service/access/access_table.h"

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "counterpoint/v1/member_service.pb.h"
#include "counterpoint/v1/operation.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace counterpoint::service {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;
using ::testing::HasSubstr;

// Every "service.method" that the API's files declare, read as text.
std::set<std::string> DeclaredMethods() {
  static const std::regex kService("^service (\\w+)");
  static const std::regex kMethod("^  rpc (\\w+)\\(");
  std::set<std::string> methods;
  for (const auto& entry :
       std::filesystem::directory_iterator(COUNTERPOINT_SOURCE_DIR "/proto/counterpoint/v1")) {
    std::ifstream in(entry.path());
    std::string service;
    std::smatch match;
    for (std::string line; std::getline(in, line);) {
      if (std::regex_search(line, match, kService)) service = match[1];
      if (std::regex_search(line, match, kMethod)) {
        methods.insert(absl::StrCat("counterpoint.v1.", service, ".", match[1].str()));
      }
    }
  }
  return methods;
}

const MethodDescriptor* Find(absl::string_view method) {
  return DescriptorPool::generated_pool()->FindMethodByName(std::string(method));
}

TEST(AccessTableTest, EveryMethodHasOneRowAndEveryRowAMethod) {
  std::multiset<std::string> rows;
  for (const MethodAccess& access : AccessTable()) rows.insert(std::string(access.method));
  const std::set<std::string> declared = DeclaredMethods();
  EXPECT_GE(declared.size(), 77U);
  EXPECT_EQ(rows, std::multiset<std::string>(declared.begin(), declared.end()));
}

TEST(AccessTableTest, AdministratorsMayCallEverythingAndNobodyIsWithoutAll) {
  for (const MethodAccess& access : AccessTable()) {
    EXPECT_TRUE(access.roles.Has(Role::kAdministrator)) << access.method;
  }
  for (const Role role : kAllRoles) {
    int methods = 0;
    for (const MethodAccess& access : AccessTable()) methods += access.roles.Has(role) ? 1 : 0;
    EXPECT_GT(methods, 0) << RoleName(role);
  }
}

TEST(AccessTableTest, ARequestTellsItsMethod) {
  const AccessRules rules;
  std::map<const google::protobuf::Descriptor*, std::string> methods;
  for (const std::string& method : DeclaredMethods()) {
    ASSERT_NE(Find(method), nullptr) << method;
    const auto [other, is_first] = methods.emplace(Find(method)->input_type(), method);
    EXPECT_TRUE(is_first) << method << " and " << other->second << " take the same request";
  }
  ASSERT_NE(rules.Find(v1::GetMemberRequest()), nullptr);
  EXPECT_EQ(rules.Find(v1::GetMemberRequest())->access->method,
            "counterpoint.v1.MemberService.GetMember");
  EXPECT_EQ(rules.Find(v1::Operation()), nullptr);
}

TEST(AccessTableTest, NamesAreTextsOfTheRequest) {
  const AccessRules rules;
  for (const MethodAccess& access : AccessTable()) {
    SCOPED_TRACE(access.method);
    EXPECT_EQ(access.names.empty(), access.reach != Reach::kNamed && access.names.empty());
    const auto* prototype = google::protobuf::MessageFactory::generated_factory()->GetPrototype(
        Find(access.method)->input_type());
    const AccessRules::Rule* rule = rules.Find(*prototype);
    ASSERT_NE(rule, nullptr);
    ASSERT_EQ(rule->names.size(), access.names.size());
    for (const auto& path : rule->names) {
      for (const FieldDescriptor* field : path) {
        ASSERT_NE(field, nullptr);
        EXPECT_FALSE(field->is_repeated());
      }
      EXPECT_EQ(path.back()->cpp_type(), FieldDescriptor::CPPTYPE_STRING);
      EXPECT_EQ(TextAt(*prototype, path), "");
    }
  }
}

// A new field "parent", "name" or "member" of a request has to be in its row, unless the
// method is for callers of all alliances anyway.
TEST(AccessTableTest, EveryNameAtTheTopOfARequestIsJudged) {
  static const std::set<std::string> kNames = {"parent", "name", "session", "plan", "generation"};
  for (const MethodAccess& access : AccessTable()) {
    if (access.reach == Reach::kAll) continue;
    const auto* request = Find(access.method)->input_type();
    for (int i = 0; i < request->field_count(); ++i) {
      const FieldDescriptor* field = request->field(i);
      if (field->cpp_type() != FieldDescriptor::CPPTYPE_STRING || field->is_repeated()) continue;
      if (!kNames.contains(field->name())) continue;
      EXPECT_THAT(access.names, ::testing::Contains(absl::string_view(field->name())))
          << access.method;
    }
  }
}

TEST(AccessTableTest, AServiceIsCoveredAsAWhole) {
  const AccessRules rules;
  EXPECT_TRUE(rules.CheckCovers("counterpoint.v1.MemberService").ok());
}

TEST(AccessTableTest, ATextIsFoundWithinMessages) {
  v1::UpdateMemberRequest request;
  const AccessRules rules;
  const AccessRules::Rule* rule = rules.Find(request);
  EXPECT_EQ(TextAt(request, rule->names.front()), "");
  request.mutable_member()->set_name("alliances/music/members/north");
  EXPECT_EQ(TextAt(request, rule->names.front()), "alliances/music/members/north");
}

}  // namespace
}  // namespace counterpoint::service
