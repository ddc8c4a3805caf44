#include "service/tokens/fingerprint.h"

#include <memory>
#include <string>

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace counterpoint::service {
namespace {

// Bytes that protobuf's streams want beyond the end.
constexpr std::size_t kStreamSlop = 64;

void Clear(google::protobuf::Message& message, const char* field) {
  const auto* descriptor = message.GetDescriptor()->FindFieldByName(field);
  if (descriptor != nullptr) message.GetReflection()->ClearField(&message, descriptor);
}

// A separator keeps "ab", "c" apart from "a", "bc".
std::uint64_t FingerprintPart(absl::string_view part, std::uint64_t seed) {
  return Fingerprint(absl::string_view("\0", 1), Fingerprint(part, seed));
}

}  // namespace

std::uint64_t Fingerprint(absl::string_view bytes, std::uint64_t seed) {
  std::uint64_t hash = seed;
  for (const char byte : bytes) {
    hash ^= static_cast<unsigned char>(byte);
    hash *= 0x100000001b3;
  }
  return hash;
}

std::string RequestBytes(const google::protobuf::Message& request) {
  std::string bytes = request.GetDescriptor()->full_name();
  bytes.push_back('\0');
  // In one piece, and before the stream, which cannot do without memory in its midst.
  bytes.reserve(bytes.size() + request.ByteSizeLong() + kStreamSlop);
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  request.SerializeToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

std::uint64_t QueryFingerprint(const google::protobuf::Message& request) {
  const std::unique_ptr<google::protobuf::Message> query(request.New());
  query->CopyFrom(request);
  Clear(*query, "page_size");
  Clear(*query, "page_token");
  return Fingerprint(RequestBytes(*query));
}

std::uint64_t ThesaurusFingerprint(const matching::Thesaurus& thesaurus) {
  std::uint64_t hash = kFingerprintSeed;
  for (std::size_t i = 0; i < thesaurus.size(); ++i) {
    const matching::Topic& topic = thesaurus.topic(static_cast<matching::TopicIndex>(i));
    hash = FingerprintPart(topic.id, hash);
    hash = FingerprintPart(topic.broader, hash);
    for (const matching::AmbiguousLabel& ambiguous : topic.ambiguous) {
      hash = FingerprintPart(ambiguous.label, hash);
      for (const std::string& cue : ambiguous.cues) hash = FingerprintPart(cue, hash);
      hash = FingerprintPart("", hash);
    }
    hash = FingerprintPart("", hash);
    for (const std::string& label : topic.zh) hash = FingerprintPart(label, hash);
    hash = FingerprintPart("", hash);
    for (const std::string& label : topic.en) hash = FingerprintPart(label, hash);
    hash = FingerprintPart("", hash);
  }
  return hash;
}

}  // namespace counterpoint::service
