#include "service/calls/call_gate.h"

namespace counterpoint::service {

void CallGate::EndStalledStreams() {
  for (int ended = streams_.EndStalled(limits().stalled_stream); ended > 0; --ended) {
    counts_.Count(Shed::kStalled);
  }
}

}  // namespace counterpoint::service
