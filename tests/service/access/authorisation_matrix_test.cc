// Who may call what: each method, with the token of each role, about the token's own
// alliance and about another, on a real server. No alliance exists, so whoever is
// admitted fails later on, which is all that a cell needs.
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "service/access/access_table.h"
#include "tests/service/access/guarded_service_fixture.h"

namespace counterpoint::service {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

class AuthorisationMatrixTest : public GuardedServiceTest {
 protected:
  // '+' where the caller gets past the door, '-' where it is refused by role or
  // alliance, '?' where it is asked who it is.
  char Cell(const MethodDescriptor& method, const Message& request, const std::string& token) {
    switch (StatusOf(method, request, token).error_code()) {
      case grpc::StatusCode::PERMISSION_DENIED:
        return '-';
      case grpc::StatusCode::UNAUTHENTICATED:
        return '?';
      default:
        return '+';
    }
  }
  static std::unique_ptr<Message> RequestFor(const MethodAccess& access,
                                             const MethodDescriptor& method,
                                             const std::string& alliance) {
    auto request = NewRequest(method);
    for (const absl::string_view name : access.names) {
      SetText(*request, std::string(name), absl::StrCat("alliances/", alliance, "/x/y"));
    }
    return request;
  }
  std::string Matrix() {
    std::map<Role, std::string> own;
    std::map<Role, std::string> all;
    std::string text = absl::StrFormat("%-52s", "");
    for (const Role role : kAllRoles) {
      own[role] = Token(role, "music");
      all[role] = Token(role, "");
      absl::StrAppendFormat(&text, " %-13s", RoleName(role));
    }
    absl::StrAppend(&text, " nobody\n");
    const auto methods = AllMethods();
    for (std::size_t i = 0; i < methods.size(); ++i) {
      const MethodAccess& access = AccessTable()[i];
      const auto mine = RequestFor(access, *methods[i], "music");
      const auto others = RequestFor(access, *methods[i], "games");
      absl::StrAppendFormat(&text, "%-52s", absl::StripPrefix(access.method, "counterpoint.v1."));
      for (const Role role : kAllRoles) {
        absl::StrAppendFormat(&text, " %c %c %c        ", Cell(*methods[i], *mine, own[role]),
                              access.names.empty() ? ' ' : Cell(*methods[i], *others, own[role]),
                              Cell(*methods[i], *mine, all[role]));
      }
      absl::StrAppendFormat(&text, " %c\n", Cell(*methods[i], *mine, ""));
    }
    return text;
  }
};

TEST_F(AuthorisationMatrixTest, EveryCellIsAsItIsWrittenDown) {
  const std::string matrix = Matrix();
  std::cout << "For each role: a token of one alliance about that one, and about another; a token "
               "of all alliances.\n"
            << matrix;
  std::ifstream in(COUNTERPOINT_SOURCE_DIR "/tests/service/access/authorisation_matrix.txt");
  std::stringstream written;
  written << in.rdbuf();
  EXPECT_EQ(matrix, written.str());
}

TEST_F(AuthorisationMatrixTest, NobodyIsLetInWithoutAToken) {
  for (const MethodDescriptor* method : AllMethods()) {
    const auto request = NewRequest(*method);
    EXPECT_EQ(StatusOf(*method, *request, "").error_code(), grpc::StatusCode::UNAUTHENTICATED)
        << method->full_name();
  }
}

// Otherwise an empty name might stand for all alliances.
TEST_F(AuthorisationMatrixTest, AnEmptyRequestGetsACallerOfOneAllianceNothing) {
  const std::string token = Token(Role::kAdministrator, "music");
  for (const MethodDescriptor* method : AllMethods()) {
    if (method->name() == "ListAlliances") continue;
    const auto request = NewRequest(*method);
    EXPECT_FALSE(StatusOf(*method, *request, token).ok()) << method->full_name();
  }
}

}  // namespace
}  // namespace counterpoint::service
