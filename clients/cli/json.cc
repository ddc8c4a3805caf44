#include "clients/cli/json.h"

#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/type_resolver_util.h"

namespace counterpoint::cli {
namespace {

namespace util = google::protobuf::util;

constexpr char kTypePrefix[] = "type.googleapis.com";

// Serialised with sorted maps. The usual way from a message to JSON takes map
// entries in the order of the hash table, which differs from run to run.
std::string SerializeSorted(const google::protobuf::Message& message) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  message.SerializeToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

}  // namespace

std::string ToJson(const google::protobuf::Message& message, bool indented) {
  static util::TypeResolver* const resolver = util::NewTypeResolverForDescriptorPool(
      kTypePrefix, google::protobuf::DescriptorPool::generated_pool());
  util::JsonPrintOptions options;
  options.add_whitespace = indented;
  std::string json;
  const std::string type = absl::StrCat(kTypePrefix, "/", message.GetDescriptor()->full_name());
  // Cannot fail: the bytes come from a message of this very type.
  (void)util::BinaryToJsonString(resolver, type, SerializeSorted(message), &json, options);
  absl::StripTrailingAsciiWhitespace(&json);
  return json;
}

absl::Status FromJson(const std::string& json, google::protobuf::Message* message) {
  const auto status = util::JsonStringToMessage(json, message);
  if (status.ok()) return absl::OkStatus();
  std::string text(status.message().data(), status.message().size());
  // The parser's own messages begin with its code.
  if (text.starts_with("INVALID_ARGUMENT:")) text.erase(0, 17);
  return absl::InvalidArgumentError(
      absl::StrCat("not a ", message->GetDescriptor()->name(), " in JSON: ", text));
}

}  // namespace counterpoint::cli
