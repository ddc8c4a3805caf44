#include "service/gateway/known_types.h"

#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/node_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/type.pb.h"
#include "google/protobuf/util/type_resolver_util.h"
#include "service/gateway/message_codec.h"

namespace counterpoint::service::gateway {
namespace {

using google::protobuf::Enum;
using google::protobuf::Type;

// By address. Only types that are there are kept, so there are as many at most.
template <typename Described>
class Descriptions {
 public:
  using Result = google::protobuf::util::Status;

  template <typename Resolve>
  Result Find(const std::string& address, Described* described, const Resolve& resolve) {
    {
      const absl::ReaderMutexLock lock(&mutex_);
      const auto found = by_address_.find(address);
      if (found != by_address_.end()) {
        *described = found->second;
        return Result();
      }
    }
    const Result resolved = resolve(address, described);
    if (resolved.ok()) {
      const absl::MutexLock lock(&mutex_);
      by_address_.try_emplace(address, *described);
    }
    return resolved;
  }

 private:
  absl::Mutex mutex_;
  absl::node_hash_map<std::string, Described> by_address_ ABSL_GUARDED_BY(mutex_);
};

class Types final : public google::protobuf::util::TypeResolver {
 public:
  Types()
      : resolver_(google::protobuf::util::NewTypeResolverForDescriptorPool(
            "type.googleapis.com", google::protobuf::DescriptorPool::generated_pool())) {}

  google::protobuf::util::Status ResolveMessageType(const std::string& address,
                                                    Type* type) override {
    return types_.Find(address, type, [&](const std::string& of, Type* to) {
      return resolver_->ResolveMessageType(of, to);
    });
  }
  google::protobuf::util::Status ResolveEnumType(const std::string& address, Enum* type) override {
    return enums_.Find(address, type, [&](const std::string& of, Enum* to) {
      return resolver_->ResolveEnumType(of, to);
    });
  }

 private:
  const std::unique_ptr<google::protobuf::util::TypeResolver> resolver_;
  Descriptions<Type> types_;
  Descriptions<Enum> enums_;
};

}  // namespace

google::protobuf::util::TypeResolver* KnownTypes() {
  static auto* const kTypes = new Types();
  return kTypes;
}

}  // namespace counterpoint::service::gateway
