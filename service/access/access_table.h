// Which roles may call which method, and for which alliance: the one place where
// that stands.
#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "service/access/role.h"

namespace counterpoint::service {

// What a method is about.
enum class Reach {
  kNamed,  // The alliance that fields of the request name.
  kOwn,    // It answers with what there is for the caller, which it has to ask for.
  kAll,    // The service as a whole: for callers of all alliances only.
};

struct MethodAccess {
  // In full, "counterpoint.v1.MemberService.GetMember".
  absl::string_view method;
  RoleSet roles;
  Reach reach;
  // Where the request has full names of resources, the method's own first:
  // "name", "member.name". All of them have to be of the caller's alliance. Names
  // that may be relative to these, or are within lists, are judged with the request.
  std::vector<absl::string_view> names;
};

// A row for each method of the API, by service.
absl::Span<const MethodAccess> AccessTable();

// The table, by what arrives. Immutable, so thread-safe.
class AccessRules {
 public:
  using FieldPath = std::vector<const google::protobuf::FieldDescriptor*>;
  struct Rule {
    const MethodAccess* access;
    std::vector<FieldPath> names;  // As those of `access`.
  };

  // Each type of request is that of one method, so it tells the method.
  AccessRules();

  // Null where the type is of no method that has a row: such a call is to be refused.
  const Rule* Find(const google::protobuf::Message& request) const;

  // INTERNAL that names all methods of the service without a row.
  absl::Status CheckCovers(absl::string_view service) const;

 private:
  absl::flat_hash_map<const google::protobuf::Descriptor*, Rule> by_request_;
};

// The field's text; empty where a message on the way to it is not set.
std::string TextAt(const google::protobuf::Message& message, const AccessRules::FieldPath& path);

}  // namespace counterpoint::service
