#include "service/gateway/gzip.h"

#include <zlib.h>

#include <algorithm>

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace counterpoint::service::gateway {
namespace {

// Of a window of 32 kB, with a header of gzip's.
constexpr int kGzipWindow = 15 + 16;
constexpr int kMemoryLevel = 8;
constexpr std::size_t kChunk = 64 << 10;

z_stream StreamOf(absl::string_view bytes) {
  z_stream stream = {};
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  return stream;
}

}  // namespace

std::string Gzip(absl::string_view bytes, int level) {
  z_stream stream = StreamOf(bytes);
  deflateInit2(&stream, level, Z_DEFLATED, kGzipWindow, kMemoryLevel, Z_DEFAULT_STRATEGY);
  std::string compressed(deflateBound(&stream, bytes.size()), '\0');
  stream.next_out = reinterpret_cast<Bytef*>(compressed.data());
  stream.avail_out = static_cast<uInt>(compressed.size());
  deflate(&stream, Z_FINISH);
  compressed.resize(stream.total_out);
  deflateEnd(&stream);
  return compressed;
}

absl::StatusOr<std::string> Gunzip(absl::string_view bytes, std::size_t most_bytes) {
  z_stream stream = StreamOf(bytes);
  inflateInit2(&stream, kGzipWindow);
  const absl::Cleanup end = [&] { inflateEnd(&stream); };
  std::string plain;
  for (int result = Z_OK; result != Z_STREAM_END;) {
    const std::size_t before = plain.size();
    // One byte more than is taken tells that there are more.
    const std::size_t room = std::min(kChunk, most_bytes + 1 - before);
    plain.resize(before + room);
    stream.next_out = reinterpret_cast<Bytef*>(plain.data() + before);
    stream.avail_out = static_cast<uInt>(room);
    result = inflate(&stream, Z_NO_FLUSH);
    plain.resize(before + room - stream.avail_out);
    if (plain.size() > most_bytes) {
      return absl::ResourceExhaustedError(
          absl::StrCat("the body has more than ", most_bytes, " bytes, which are the most taken"));
    }
    const bool stuck = result == Z_BUF_ERROR || (result == Z_OK && plain.size() == before);
    if (stuck || (result != Z_OK && result != Z_STREAM_END)) {
      return absl::InvalidArgumentError("the body is no gzip, though it is said to be");
    }
  }
  return plain;
}

}  // namespace counterpoint::service::gateway
