// A TCP connection for bytes that no client library would send.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace counterpoint::soak {

class RawConnection {
 public:
  // To a port of the loopback interface. Check is_open().
  explicit RawConnection(int port);
  ~RawConnection();
  RawConnection(const RawConnection&) = delete;
  RawConnection& operator=(const RawConnection&) = delete;

  bool is_open() const { return descriptor_ >= 0; }

  // False where the other side has closed.
  bool Send(absl::string_view bytes);
  // What comes until the other side closes, at most for so long.
  std::string ReadFor(absl::Duration limit);

 private:
  int descriptor_;
};

// HTTP/2: what a client begins with, and a frame.
std::string Http2Preface();
std::string Http2Frame(int type, int flags, int stream, absl::string_view payload);
// A header as HPACK has it, not in any table.
std::string Http2Header(absl::string_view name, absl::string_view value);

}  // namespace counterpoint::soak
