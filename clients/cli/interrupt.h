// Ctrl-C, where a command has something to do about it.
#pragma once

#include <signal.h>

namespace counterpoint::cli {

// As long as it lives, the first Ctrl-C is noted instead of ending the program;
// the second ends it as usual. One at a time.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  // Whether there was one since the construction.
  bool noted() const;

 private:
  struct sigaction before_ {};
};

}  // namespace counterpoint::cli
