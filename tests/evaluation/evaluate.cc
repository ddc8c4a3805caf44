// counterpoint-evaluate: how well the matching answers questions to which the
// public sets, and one that comes with the program, know the answers, beside
// what others reach.
#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tests/evaluation/evaluation_set.h"
#include "tests/evaluation/judge.h"

namespace counterpoint::evaluation {
namespace {

// What test runners take for "skipped".
constexpr int kSkipped = 77;

struct Options {
  std::string data;
  std::string out;
  std::string set;
  Half half = Half::kAll;
  bool ablation = false;
  bool check = false;
};

struct Variant {
  std::string name;
  matching::Policy policy;
};

// Without each part of the similarity and with it alone, all else as it is;
// then without each part that past partnerships have in the score.
std::vector<Variant> Variants(const EvaluationSet& set, bool ablation) {
  const matching::Policy policy = set.policy();
  std::vector<Variant> variants = {{"Counterpoint", policy}};
  if (!ablation) return variants;
  const std::vector<std::pair<std::string, double matching::TextWeights::*>> parts = {
      {"topics", &matching::TextWeights::topics},
      {"words", &matching::TextWeights::words},
      {"latent", &matching::TextWeights::latent}};
  for (const auto& [name, part] : parts) {
    variants.push_back({"without " + name, policy});
    variants.back().policy.text.*part = 0;
  }
  for (const auto& [name, part] : parts) {
    variants.push_back({name + " alone", policy});
    variants.back().policy.text = {0, 0, 0, 0};
    variants.back().policy.text.*part = 1;
  }
  if (!set.has_partnerships()) return variants;
  const matching::NetworkWeights network = policy.network;
  for (const auto& [name, weights] : std::vector<std::pair<std::string, matching::NetworkWeights>>{
           {"no popularity", {0, network.closeness}},
           {"no closeness", {network.popularity, 0}},
           {"profiles alone", {0, 0}},
           {"default shares", {}}}) {
    variants.push_back({name, policy});
    variants.back().policy.network = weights;
  }
  return variants;
}

// Returns the number of figures that are worse than their floor.
absl::StatusOr<int> Evaluate(const Options& options, const EvaluationSet& set) {
  int worse = 0;
  const std::vector<Variant> variants = Variants(set, options.ablation);
  for (const Figure& figure : set.figures()) {
    std::cout << absl::StreamFormat("%-14s %-9s aim %-5s others: %s\n", set.name(), figure.name,
                                    figure.aim == 0 ? "-" : absl::StrFormat("%.3f", figure.aim),
                                    figure.others);
  }
  for (const Variant& variant : variants) {
    const std::string out = absl::StrCat(options.out, "/", set.name());
    std::error_code error;
    std::filesystem::create_directories(out, error);
    if (error) return absl::UnavailableError(absl::StrCat(out, ": ", error.message()));
    const auto judgements = set.Predict(variant.policy, options.half, out);
    if (!judgements.ok()) return judgements.status();
    std::cout << absl::StreamFormat("  %-18s", variant.name);
    if (!set.brings_its_data() && !HasJudge(options.data)) {
      std::cout << "  answers are in " << out << ", there is no judge\n";
      continue;
    }
    for (const Judgement& judgement : *judgements) {
      const absl::StatusOr<std::map<std::string, double>> figures =
          set.brings_its_data() ? judgement.figures : Judge(options.data, judgement);
      if (!figures.ok()) return figures.status();
      for (const Figure& figure : set.figures()) {
        if (figure.scorer != judgement.scorer) continue;
        const double value = figures->at(figure.name);
        std::cout << absl::StreamFormat("  %s %.4f", figure.name, value);
        const bool bad = figure.lower_is_better ? value > figure.floor : value < figure.floor;
        if (options.check && bad) {
          ++worse;
          std::cout << absl::StreamFormat(" WORSE THAN %.4f", figure.floor);
        }
      }
    }
    std::cout << std::endl;
  }
  return worse;
}

// Why the public sets cannot be asked; empty where they can.
std::string LackOf(const Options& options) {
  if (!std::filesystem::exists(options.data)) {
    return absl::StrCat("there is no data at ", options.data,
                        "; set COUNTERPOINT_DATA to the folder of the public sets");
  }
  if (options.check && !HasJudge(options.data)) {
    return absl::StrCat("there is no score.py at ", options.data);
  }
  return std::string();
}

int Run(const Options& options) {
  const std::string lack = LackOf(options);
  int worse = 0;
  bool known = options.set.empty();
  bool skipped = false;
  for (const auto make :
       {MakeExpertise, MakeCompanies, MakeChinesePairs, MakePartnerships, MakeCrossLanguage}) {
    const std::unique_ptr<EvaluationSet> set = make();
    if (!options.set.empty() && set->name() != options.set) continue;
    known = true;
    if (!lack.empty() && !set->brings_its_data()) {
      std::cout << set->name() << " skipped: " << lack << "\n";
      skipped = true;
      continue;
    }
    const absl::Status loaded = set->Load(options.data);
    if (absl::IsNotFound(loaded)) {
      std::cout << set->name() << " skipped: " << loaded.message() << "\n";
      continue;
    }
    const absl::StatusOr<int> result = loaded.ok() ? Evaluate(options, *set) : loaded;
    if (!result.ok()) {
      std::cerr << set->name() << ": " << result.status() << "\n";
      return 1;
    }
    worse += *result;
  }
  if (!known) std::cerr << "there is no set " << options.set << "\n";
  if (worse > 0 || !known) return 1;
  return skipped ? kSkipped : 0;
}

}  // namespace
}  // namespace counterpoint::evaluation

int main(int argc, char** argv) {
  using counterpoint::evaluation::Half;
  counterpoint::evaluation::Options options;
  const char* const data = std::getenv("COUNTERPOINT_DATA");
  options.data = data != nullptr ? data : COUNTERPOINT_DEFAULT_DATA;
  options.out = (std::filesystem::temp_directory_path() / "counterpoint-evaluate").string();
  CLI::App app("Measures the quality of matches on sets with known answers");
  app.add_option("--data", options.data, "Folder of the public sets")->capture_default_str();
  app.add_option("--out", options.out, "Folder for predictions")->capture_default_str();
  app.add_option("--set", options.set, "One set alone");
  app.add_option("--half", options.half, "The questions with even or odd numbers alone")
      ->transform(CLI::CheckedTransformer(
          std::map<std::string, Half>{{"even", Half::kEven}, {"odd", Half::kOdd}}));
  CLI::Option* const ablation =
      app.add_flag("--ablation", options.ablation, "Also with each part of the score off");
  app.add_flag("--check", options.check, "Fail where a figure is worse than its floor")
      ->excludes(ablation);
  CLI11_PARSE(app, argc, argv);
  return counterpoint::evaluation::Run(options);
}
