// Bodies of HTTP requests: frames come out as they went in however they are cut, and
// nothing larger than is taken comes out of what is packed.
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "service/gateway/envelope.h"
#include "service/gateway/gzip.h"
#include "tests/fuzz/byte_source.h"
#include "tests/fuzz/require.h"

namespace counterpoint::service::gateway {
namespace {

using fuzz::ByteSource;
using fuzz::Require;
using fuzz::RequireNamed;

constexpr std::size_t kMostBytes = 1000;

struct Frames {
  std::vector<Envelope> envelopes;
  bool too_large = false;
  bool has_rest = false;

  friend bool operator==(const Frames& a, const Frames& b) {
    const auto same = [](const Envelope& x, const Envelope& y) {
      return x.flags == y.flags && x.payload == y.payload;
    };
    return a.too_large == b.too_large && (a.too_large || a.has_rest == b.has_rest) &&
           std::equal(a.envelopes.begin(), a.envelopes.end(), b.envelopes.begin(),
                      b.envelopes.end(), same);
  }
};

// The body in pieces of so many bytes.
Frames Read(absl::string_view body, std::size_t piece) {
  Frames frames;
  EnvelopeReader reader(kMostBytes);
  for (std::size_t at = 0; at < body.size() || at == 0; at += piece) {
    reader.Add(body.substr(at, piece));
    for (;;) {
      auto next = reader.Next();
      if (!next.ok()) {
        RequireNamed(next.status(), absl::StatusCode::kResourceExhausted, "a frame is refused");
        frames.too_large = true;
        return frames;
      }
      if (!next->has_value()) break;
      Require((*next)->payload.size() <= kMostBytes, "a frame is within the limit");
      frames.envelopes.push_back(*std::move(*next));
    }
  }
  frames.has_rest = reader.HasRest();
  return frames;
}

void CheckFrames(absl::string_view body, std::size_t piece) {
  const Frames whole = Read(body, body.size() + 1);
  Require(whole == Read(body, piece), "it makes no difference how a body is cut");
  std::string framed;
  for (const Envelope& envelope : whole.envelopes) {
    framed += Framed(envelope.flags, envelope.payload);
  }
  Require(body.substr(0, framed.size()) == framed, "a frame is written as it was");
}

void CheckGunzip(absl::string_view bytes, std::size_t most) {
  const auto plain = Gunzip(bytes, most);
  if (plain.ok()) {
    Require(plain->size() <= most, "no more comes out than is taken");
    return;
  }
  Require(!plain.status().message().empty() && (absl::IsInvalidArgument(plain.status()) ||
                                                absl::IsResourceExhausted(plain.status())),
          "what is no gzip is refused, and what is too large");
}

// Each text as often as says a number, which packs well.
void CheckGzip(ByteSource source) {
  const int level = 1 + static_cast<int>(source.Below(9));
  const std::size_t most = source.Number<std::uint16_t>();
  std::string plain;
  while (!source.empty() && plain.size() < (1 << 17)) {
    const std::string text = source.Text();
    for (std::size_t i = source.Byte() + 1; i > 0; --i) plain += text;
  }
  const std::string packed = Gzip(plain, level);
  const auto unpacked = Gunzip(packed, most);
  if (plain.size() > most) {
    RequireNamed(unpacked.status(), absl::StatusCode::kResourceExhausted, "a bomb is refused");
  } else {
    Require(unpacked.ok() && *unpacked == plain, "what was packed is unpacked as it was");
  }
  CheckGunzip(absl::string_view(packed).substr(0, packed.size() / 2), most);
  Require(plain.empty() ||
              !Gunzip(absl::string_view(packed).substr(0, packed.size() - 9), 1 << 20).ok(),
          "what was cut off is refused");
}

}  // namespace
}  // namespace counterpoint::service::gateway

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace counterpoint::service::gateway;
  counterpoint::fuzz::ByteSource source(data, size);
  const std::size_t piece = 1 + source.Below(64);
  CheckFrames(source.rest(), piece);
  CheckGunzip(source.rest(), kMostBytes);
  CheckGzip(source);
  return 0;
}
