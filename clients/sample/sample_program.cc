// counterpoint-sample: writes invented members as JSON lines to standard output.
#include <CLI/CLI.hpp>
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "clients/sample/generator.h"
#include "clients/sample/reader.h"
#include "clients/sample/writer.h"

namespace counterpoint::sample {
namespace {

struct Options {
  int64_t members = 0;
  uint64_t seed = 1;
  std::string alliance = "shanghai-digital-culture";
  std::string examples;
};

std::string DefaultExamples() {
  std::error_code ignored;
  return std::filesystem::exists(COUNTERPOINT_INSTALLED_SAMPLE, ignored)
             ? COUNTERPOINT_INSTALLED_SAMPLE
             : COUNTERPOINT_SOURCE_SAMPLE;
}

// Moves the examples to the alliance `id`, and so what is generated from them.
void MoveToAlliance(const std::string& id, std::vector<v1::Member>& members) {
  for (v1::Member& member : members) {
    const std::string& name = member.name();
    member.set_name("alliances/" + id + "/members/" + name.substr(name.rfind('/') + 1));
  }
}

absl::Status WriteMembers(const Options& options) {
  absl::StatusOr<std::vector<v1::Member>> examples = ReadMembers(options.examples);
  if (!examples.ok()) return examples.status();
  if (examples->empty()) {
    return absl::InvalidArgumentError(options.examples + ": holds no member");
  }
  MoveToAlliance(options.alliance, *examples);
  const MemberGenerator generator(*std::move(examples), options.seed);
  MemberWriter writer(std::cout);
  for (int64_t i = 0; i < options.members; ++i) {
    const absl::Status written = writer.Write(generator.Make(i));
    if (!written.ok()) return written;
  }
  return std::cout.flush() ? absl::OkStatus() : absl::DataLossError("the output cannot be written");
}

}  // namespace
}  // namespace counterpoint::sample

int main(int argc, char** argv) {
  counterpoint::sample::Options options;
  options.examples = counterpoint::sample::DefaultExamples();
  CLI::App app(
      "Writes invented members in the shape of the sample alliance, one proto-JSON member a "
      "line.\nThe same options always give the same members, and member i does not depend on "
      "--members.",
      "counterpoint-sample");
  app.add_option("--members", options.members, "How many members to make")
      ->required()
      ->check(CLI::NonNegativeNumber);
  app.add_option("--seed", options.seed, "Another seed gives other members")->capture_default_str();
  app.add_option("--alliance", options.alliance, "Id of the alliance that the members are in")
      ->capture_default_str();
  app.add_option("--examples", options.examples, "JSON lines of members to take the shape from")
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  const absl::Status written = counterpoint::sample::WriteMembers(options);
  if (written.ok()) return 0;
  std::cerr << "counterpoint-sample: " << written.message() << "\n";
  return 1;
}
