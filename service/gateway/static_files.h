// The files of the console, in memory.
#pragma once

#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "service/gateway/http_messages.h"

namespace counterpoint::service::gateway {

// Immutable. Only what was in the folder at the start can be asked for, so no path
// leads out of it.
class StaticFiles {
 public:
  // Reads all files of a folder. Errors: NOT_FOUND where there is none or it has no
  // index.html, INVALID_ARGUMENT where it has more than kMostBytes.
  static absl::StatusOr<StaticFiles> Read(const std::string& directory);
  static constexpr std::size_t kMostBytes = 64 << 20;

  // Answers a GET or HEAD of "/pages/members?x=1". What has its content in its name
  // (below /assets/) may be kept for ever, all else has to be asked for again, which
  // costs no transfer where it is the same. Paths without a file and without a dot are
  // the console's own pages: the answer is index.html.
  Response Answer(const RequestHead& request) const;

 private:
  struct File {
    std::string content;
    std::string gzip;  // Empty where it is no smaller.
    std::string type;
    std::string etag;
    bool is_immutable = false;
  };

  absl::flat_hash_map<std::string, File> files_;  // By path, "/index.html".
};

}  // namespace counterpoint::service::gateway
