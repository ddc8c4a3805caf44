#include "tests/soak/raw_connection.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace counterpoint::soak {

RawConnection::RawConnection(int port)
    : descriptor_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0) {
    return;
  }
  close(descriptor_);
  descriptor_ = -1;
}

RawConnection::~RawConnection() {
  if (is_open()) close(descriptor_);
}

bool RawConnection::Send(absl::string_view bytes) {
  while (!bytes.empty()) {
    pollfd event{descriptor_, POLLOUT, 0};
    if (poll(&event, 1, /*milliseconds=*/1000) <= 0) return false;
    const ssize_t sent = send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

std::string RawConnection::ReadFor(absl::Duration limit) {
  const absl::Time end = absl::Now() + limit;
  std::string received;
  for (;;) {
    const auto left = absl::ToInt64Milliseconds(end - absl::Now());
    pollfd event{descriptor_, POLLIN, 0};
    if (left <= 0 || poll(&event, 1, static_cast<int>(left)) <= 0) return received;
    char bytes[4096];
    const ssize_t got = recv(descriptor_, bytes, sizeof(bytes), 0);
    if (got <= 0) return received;
    received.append(bytes, static_cast<std::size_t>(got));
  }
}

std::string Http2Preface() {
  return absl::StrCat("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", Http2Frame(/*SETTINGS*/ 4, 0, 0, ""));
}

std::string Http2Frame(int type, int flags, int stream, absl::string_view payload) {
  std::string frame;
  for (const int shift : {16, 8, 0}) frame += static_cast<char>(payload.size() >> shift);
  frame += static_cast<char>(type);
  frame += static_cast<char>(flags);
  for (const int shift : {24, 16, 8, 0}) frame += static_cast<char>(stream >> shift);
  return absl::StrCat(frame, payload);
}

std::string Http2Header(absl::string_view name, absl::string_view value) {
  const std::string zero(1, '\0');
  const auto text = [](absl::string_view plain) {  // Up to 126 bytes.
    return absl::StrCat(std::string(1, static_cast<char>(plain.size())), plain);
  };
  return absl::StrCat(zero, text(name), text(value));
}

}  // namespace counterpoint::soak
