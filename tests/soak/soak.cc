// Soaks a real server in more than it can do, with clients of all kinds, and checks that
// what it takes on is right and in time, and that nothing is left of it afterwards.
#include <cstdio>

#include "CLI/CLI.hpp"
#include "tests/soak/soak_run.h"

int main(int argc, char** argv) {
  using counterpoint::soak::SoakOptions;
  SoakOptions options;
  double seconds = absl::ToDoubleSeconds(options.duration);
  double most_of_accepted = absl::ToDoubleSeconds(options.most_of_accepted);
  double most_of_probes = absl::ToDoubleSeconds(options.most_of_probes);
  CLI::App app("Soaks a server of its own in too many calls");
  app.add_option("--seconds", seconds, "How long")->capture_default_str();
  app.add_option("--factor", options.factor, "Of what it can do")->capture_default_str();
  app.add_option("--members", options.members, "Members of each of two alliances")
      // With more, and those of the writers, text models would follow in their own time, and
      // lists of one revision differ.
      ->check(CLI::Range(24, 400))
      ->capture_default_str();
  app.add_option("--most-of-accepted", most_of_accepted,
                 "Seconds that the 99th percentile of answered calls may take; 0: any")
      ->capture_default_str();
  app.add_option("--most-of-probes", most_of_probes, "The same of health and single reads")
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  options.duration = absl::Seconds(seconds);
  options.most_of_accepted = absl::Seconds(most_of_accepted);
  options.most_of_probes = absl::Seconds(most_of_probes);
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  return counterpoint::soak::SoakRun(options).Run() == 0 ? 0 : 1;
}
