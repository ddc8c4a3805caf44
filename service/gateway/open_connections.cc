#include "service/gateway/open_connections.h"

#include <sys/socket.h>

namespace counterpoint::service::gateway {

// Whoever waits for bytes of a socket that is shut down is woken, and finds the end.

OpenConnections::Connection::Connection(OpenConnections& all, int socket)
    : all_(all), socket_(socket) {
  const absl::MutexLock lock(&all_.mutex_);
  all_.busy_[socket_] = false;
  if (all_.closing_) shutdown(socket_, SHUT_RD);
}

OpenConnections::Connection::~Connection() {
  const absl::MutexLock lock(&all_.mutex_);
  all_.busy_.erase(socket_);
}

bool OpenConnections::Connection::SetBusy(bool busy) {
  const absl::MutexLock lock(&all_.mutex_);
  all_.busy_[socket_] = busy;
  return !all_.closing_;
}

std::size_t OpenConnections::count() const {
  const absl::MutexLock lock(&mutex_);
  return busy_.size();
}

void OpenConnections::CloseIdle() {
  const absl::MutexLock lock(&mutex_);
  closing_ = true;
  for (const auto& [socket, busy] : busy_) {
    if (!busy) shutdown(socket, SHUT_RD);
  }
}

bool OpenConnections::AwaitNone(absl::Duration limit) const {
  const absl::MutexLock lock(&mutex_);
  return mutex_.AwaitWithTimeout(
      absl::Condition(
          +[](const absl::flat_hash_map<int, bool>* busy) { return busy->empty(); }, &busy_),
      limit);
}

void OpenConnections::CloseAll() {
  const absl::MutexLock lock(&mutex_);
  closing_ = true;
  for (const auto& [socket, busy] : busy_) shutdown(socket, SHUT_RDWR);
}

}  // namespace counterpoint::service::gateway
