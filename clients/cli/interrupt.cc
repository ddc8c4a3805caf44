#include "clients/cli/interrupt.h"

#include <atomic>

namespace counterpoint::cli {
namespace {

std::atomic<bool> noted_signal = false;
static_assert(std::atomic<bool>::is_always_lock_free, "it is set in a signal handler");

void Note(int) { noted_signal = true; }

}  // namespace

Interrupt::Interrupt() {
  noted_signal = false;
  struct sigaction action {};
  action.sa_handler = Note;
  // The second one finds the usual handler.
  action.sa_flags = static_cast<int>(SA_RESTART | SA_RESETHAND);
  sigaction(SIGINT, &action, &before_);
}

Interrupt::~Interrupt() { sigaction(SIGINT, &before_, nullptr); }

bool Interrupt::noted() const { return noted_signal; }

}  // namespace counterpoint::cli
