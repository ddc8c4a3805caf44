#include "service/command_line/installed_console.h"

#include <filesystem>
#include <system_error>

namespace counterpoint::command_line {

std::string InstalledConsole() {
  std::error_code failed;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", failed);
  if (failed) return "";
  const std::filesystem::path folder =
      program.parent_path().parent_path() / "share" / "counterpoint" / "console";
  const bool is_there = std::filesystem::is_regular_file(folder / "index.html", failed);
  return is_there && !failed ? folder.string() : "";
}

}  // namespace counterpoint::command_line
