#include "service/conversion/stored_bytes.h"

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace counterpoint::conversion {
namespace {

// Bytes that protobuf's streams want beyond the end.
constexpr std::size_t kStreamSlop = 64;

}  // namespace

std::string StoredBytesOf(const google::protobuf::MessageLite& message) {
  std::string bytes;
  // In one piece, and before the stream, which cannot do without memory in its midst.
  bytes.reserve(message.ByteSizeLong() + kStreamSlop);
  google::protobuf::io::StringOutputStream sink(&bytes);
  google::protobuf::io::CodedOutputStream out(&sink);
  out.SetSerializationDeterministic(true);
  message.SerializeToCodedStream(&out);
  out.Trim();
  return bytes;
}

}  // namespace counterpoint::conversion
