#include "clients/cli/viewer_flag.h"

namespace counterpoint::cli {

void AddViewer(CLI::App* command, std::string* viewer) {
  command
      ->add_option("--viewer", *viewer,
                   "Show confidential offers and needs as this member sees them")
      ->type_name("MEMBER");
}

absl::StatusOr<std::string> ViewerName(const Session& session, const std::string& viewer) {
  if (viewer.empty()) return std::string();
  return session.Member(viewer);
}

}  // namespace counterpoint::cli
