// The methods that can be called, by their paths.
#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"

namespace counterpoint::service::gateway {

// Immutable.
class RpcCatalog {
 public:
  // Of services by their full names, as their descriptors have them. REQUIRES: each is
  // compiled in.
  explicit RpcCatalog(const std::vector<std::string>& services);

  // Of "/package.Service/Method"; null where there is none.
  const google::protobuf::MethodDescriptor* Find(absl::string_view path) const;

 private:
  absl::flat_hash_map<std::string, const google::protobuf::MethodDescriptor*> methods_;
};

}  // namespace counterpoint::service::gateway
