#include "service/command_line/last_words.h"

#include <sysexits.h>
#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <new>

namespace counterpoint::command_line {
namespace {

// Where this is called there may be no memory for anything else.
constexpr char kNoMemory[] =
    "event=out_of_memory level=error advice=\"the process ends and loses nothing that was "
    "acknowledged; give it more memory, or lower limits.max_calls and store.block_cache_mib\"\n";

[[noreturn]] void End() {
  try {
    if (std::current_exception() != nullptr) std::rethrow_exception(std::current_exception());
  } catch (const std::bad_alloc&) {
    // Whether anybody hears it does not matter any more.
    [[maybe_unused]] const auto written = write(STDERR_FILENO, kNoMemory, sizeof(kNoMemory) - 1);
    _exit(EX_OSERR);
  } catch (...) {
    std::abort();
  }
  std::abort();
}

}  // namespace

void SayWhatEndsTheProcess() { std::set_terminate(&End); }

}  // namespace counterpoint::command_line
