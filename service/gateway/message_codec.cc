#include "service/gateway/message_codec.h"

#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/message.h"
#include "google/protobuf/util/json_util.h"
#include "service/gateway/known_types.h"

namespace counterpoint::service::gateway {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::Message;
using google::protobuf::MessageFactory;

absl::StatusOr<std::string> JsonOfValid(const std::string& type, const std::string& message) {
  std::string json;
  const auto written = google::protobuf::util::BinaryToJsonString(
      KnownTypes(), absl::StrCat(kTypePrefix, type), message, &json,
      google::protobuf::util::JsonPrintOptions());
  if (!written.ok()) return absl::InvalidArgumentError(std::string(written.message()));
  return json;
}

bool IsMessage(const std::string& type, const std::string& bytes) {
  const auto* descriptor = DescriptorPool::generated_pool()->FindMessageTypeByName(type);
  if (descriptor == nullptr) return false;
  const auto* prototype = MessageFactory::generated_factory()->GetPrototype(descriptor);
  return std::unique_ptr<Message>(prototype->New())->ParseFromString(bytes);
}

}  // namespace

absl::string_view NameOf(Codec codec) { return codec == Codec::kJson ? "json" : "proto"; }

absl::StatusOr<std::string> ToWire(const google::protobuf::Descriptor& type, Codec codec,
                                   std::string message) {
  if (codec == Codec::kBinary || message.empty()) return message;
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;
  std::string wire;
  const auto read = google::protobuf::util::JsonToBinaryString(
      KnownTypes(), absl::StrCat(kTypePrefix, type.full_name()), message, &wire, options);
  if (!read.ok()) {
    return absl::InvalidArgumentError(absl::StrCat("the request is no JSON of ", type.full_name(),
                                                   ": ", std::string(read.message())));
  }
  return wire;
}

absl::StatusOr<std::string> FromWire(const google::protobuf::Descriptor& type, Codec codec,
                                     std::string message) {
  if (codec == Codec::kBinary) return message;
  auto json = JsonOfValid(type.full_name(), message);
  if (!json.ok()) return absl::InternalError(json.status().message());
  return json;
}

absl::StatusOr<std::string> JsonOf(const std::string& type, absl::string_view message) {
  // protobuf's conversion never ends where a packed field is longer than the message.
  const std::string bytes(message);
  if (!IsMessage(type, bytes)) {
    return absl::InvalidArgumentError(absl::StrCat("this is no message of type ", type));
  }
  return JsonOfValid(type, bytes);
}

}  // namespace counterpoint::service::gateway
