#include <sys/ioctl.h>
#include <unistd.h>

#include <iostream>

#include "clients/cli/command_line.h"

namespace {

int TerminalWidth() {
  winsize size{};
  const bool known =
      ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 || ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0;
  return known && size.ws_col > 0 ? size.ws_col : 80;
}

}  // namespace

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  const counterpoint::cli::Terminal terminal{
      .in = &std::cin,
      .out = &std::cout,
      .err = &std::cerr,
      .out_is_terminal = isatty(STDOUT_FILENO) == 1,
      .err_is_terminal = isatty(STDERR_FILENO) == 1,
      .width = TerminalWidth(),
  };
  return static_cast<int>(counterpoint::cli::RunCommandLine({argv + 1, argv + argc}, terminal));
}
