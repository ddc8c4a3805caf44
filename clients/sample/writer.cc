#include "clients/sample/writer.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/type_resolver_util.h>

#include <string>

namespace counterpoint::sample {
namespace {

constexpr char kTypePrefix[] = "type.googleapis.com";

// The wire form with maps in the order of their keys.
std::string SortedWireForm(const v1::Member& member) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  member.SerializeToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

}  // namespace

MemberWriter::MemberWriter(std::ostream& out)
    : out_(out),
      types_(google::protobuf::util::NewTypeResolverForDescriptorPool(
          kTypePrefix, v1::Member::descriptor()->file()->pool())) {}

absl::Status MemberWriter::Write(const v1::Member& member) {
  // JSON made from the message itself has maps in an order that differs from run
  // to run; made from the wire form it keeps the order there.
  std::string line;
  const auto written = google::protobuf::util::BinaryToJsonString(
      types_.get(), std::string(kTypePrefix) + "/" + v1::Member::descriptor()->full_name(),
      SortedWireForm(member), &line);
  if (!written.ok()) return absl::InvalidArgumentError(written.ToString());
  line += '\n';
  if (!out_.write(line.data(), static_cast<std::streamsize>(line.size()))) {
    return absl::DataLossError("the output cannot be written");
  }
  return absl::OkStatus();
}

}  // namespace counterpoint::sample
