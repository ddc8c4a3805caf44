#include "clients/cli/partner_list_flags.h"

#include "clients/cli/command.h"

namespace counterpoint::cli {

void PartnerListFlags::Declare(CLI::App* command, const std::string& filter_prefix) {
  AddList(command, "--exclude", &exclude, "Members not to list");
  command->add_option("--floor", floor, "Lowest score, 0 to 1; else the policy's")
      ->check(CLI::Range(0.0, 1.0));
  command->add_option("--diversity", diversity, "0 to 1; else the policy's")
      ->check(CLI::Range(0.0, 1.0));
  filter.Declare(command, filter_prefix);
}

}  // namespace counterpoint::cli
