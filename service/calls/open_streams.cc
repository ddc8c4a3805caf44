#include "service/calls/open_streams.h"

namespace counterpoint::service {

OpenStreams::Entry::Entry(OpenStreams& streams, const grpc::ServerContext& context)
    : streams_(streams), context_(context) {
  absl::MutexLock lock(&streams_.mutex_);
  place_ = streams_.entries_.insert(streams_.entries_.end(), this);
}

OpenStreams::Entry::~Entry() {
  absl::MutexLock lock(&streams_.mutex_);
  streams_.entries_.erase(place_);
}

int OpenStreams::EndStalled(absl::Duration limit) {
  const std::int64_t latest = absl::GetCurrentTimeNanos() - absl::ToInt64Nanoseconds(limit);
  int ended = 0;
  absl::MutexLock lock(&mutex_);
  for (Entry* entry : entries_) {
    const std::int64_t began = entry->write_began_;
    if (began == 0 || began > latest || entry->was_ended_) continue;
    entry->was_ended_ = true;
    entry->context_.TryCancel();
    ++ended;
  }
  return ended;
}

}  // namespace counterpoint::service
