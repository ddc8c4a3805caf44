// The frames that carry the messages of a stream
// (https://connectrpc.com/docs/protocol#streaming-rpcs).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace counterpoint::service::gateway {

struct Envelope {
  static constexpr std::uint8_t kCompressed = 1;
  static constexpr std::uint8_t kEndOfStream = 2;

  std::uint8_t flags = 0;
  std::string payload;
};

// One byte of flags, four of the length, the greatest first, and the payload.
std::string Framed(std::uint8_t flags, absl::string_view payload);

// Takes envelopes out of the bytes of a body as they come. Not thread-safe.
class EnvelopeReader {
 public:
  explicit EnvelopeReader(std::size_t most_bytes) : most_bytes_(most_bytes) {}

  void Add(absl::string_view bytes) { bytes_.append(bytes.data(), bytes.size()); }
  // The next one; nothing where it is not all there yet. Errors: RESOURCE_EXHAUSTED
  // where one is larger than is taken.
  absl::StatusOr<std::optional<Envelope>> Next();
  // Whether bytes are left that are no whole envelope.
  bool HasRest() const { return begin_ < bytes_.size(); }

 private:
  const std::size_t most_bytes_;
  std::string bytes_;
  std::size_t begin_ = 0;  // Bytes before it have been taken.
};

}  // namespace counterpoint::service::gateway
