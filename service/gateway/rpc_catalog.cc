#include "service/gateway/rpc_catalog.h"

#include "absl/strings/str_cat.h"

namespace counterpoint::service::gateway {

RpcCatalog::RpcCatalog(const std::vector<std::string>& services) {
  const auto* pool = google::protobuf::DescriptorPool::generated_pool();
  for (const std::string& name : services) {
    const google::protobuf::ServiceDescriptor* service = pool->FindServiceByName(name);
    for (int m = 0; m < service->method_count(); ++m) {
      const google::protobuf::MethodDescriptor* method = service->method(m);
      methods_[absl::StrCat("/", name, "/", method->name())] = method;
    }
  }
}

const google::protobuf::MethodDescriptor* RpcCatalog::Find(absl::string_view path) const {
  const auto found = methods_.find(path);
  return found == methods_.end() ? nullptr : found->second;
}

}  // namespace counterpoint::service::gateway
