// counterpoint-plan-evaluate: how well sessions are planned, beside published
// optima.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <optional>
#include <system_error>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "matching/planning/plan_checker.h"
#include "matching/planning/planner.h"
#include "matching/planning/proof_log.h"
#include "tests/evaluation/data_reader.h"
#include "tests/evaluation/judge.h"
#include "tests/evaluation/session_reader.h"

namespace counterpoint::evaluation {
namespace {

namespace fs = std::filesystem;

// What test runners take for "skipped".
constexpr int kSkipped = 77;

constexpr char kRefuted[] = "REFUTED";
constexpr char kNoFile[] = "NO FILE";

enum class Which { kQuick, kBase, kAll };

struct Options {
  std::string data;
  std::string out;
  std::string instance;
  std::string proofs;  // Folder; empty for none.
  Which which = Which::kBase;
  double seconds = 0;  // For each instance; 0 for no limit.
  bool check = false;
  matching::PlanOptions plan;
};

// Instances that are planned within two seconds or so on one core.
bool IsQuick(const std::string& name) {
  return name.ends_with(".original.dzn") && !name.starts_with("forum-13crafb");
}

bool IsWanted(const Options& options, const std::string& name) {
  if (!name.ends_with(".dzn")) return false;
  if (!options.instance.empty()) return name.find(options.instance) != std::string::npos;
  switch (options.which) {
    case Which::kQuick:
      return IsQuick(name);
    case Which::kBase:
      return name.ends_with(".original.dzn");
    case Which::kAll:
      return true;
  }
  return false;
}

// Published optima by file name; "UNSAT" where it is proved that there is none.
absl::StatusOr<std::map<std::string, std::string>> ReadOptima(const std::string& folder) {
  const auto rows = ReadCommaSeparated(folder + "/published_optima.csv");
  if (!rows.ok()) return rows.status();
  std::map<std::string, std::string> optima;
  for (const Row& row : *rows) {
    if (row.size() < 3) return absl::InvalidArgumentError("published_optima.csv: a short line");
    optima[absl::StrCat(row[0], ".", row[1], ".dzn")] = row[2];
  }
  return optima;
}

struct Planned {
  matching::PlanResult plan;
  double seconds = 0;
};

Planned PlanOne(const Options& options, const matching::SessionProblem& problem) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point start = Clock::now();
  const auto seconds = [start] {
    return std::chrono::duration<double>(Clock::now() - start).count();
  };
  matching::SearchControl control;
  if (options.seconds > 0) control.stop = [&] { return seconds() >= options.seconds; };
  Planned planned{.plan = matching::Plan(problem, options.plan, control)};
  planned.seconds = seconds();
  return planned;
}

std::string Outcome(const matching::PlanResult& plan) {
  switch (plan.proof) {
    case matching::Proof::kOptimal:
      return "optimal";
    case matching::Proof::kImpossible:
      return "impossible";
    case matching::Proof::kOpen:
      break;
  }
  return absl::StrCat("open, bound ", plan.bound);
}

// What is wrong with the answer; empty where nothing is. A published "UNSAT" has
// to be proved, a published optimum to be reached and proved.
absl::StatusOr<std::string> FindWrong(const Options& options, const std::string& folder,
                                      const std::string& name,
                                      const matching::SessionProblem& problem,
                                      const matching::PlanResult& plan,
                                      const std::string& published) {
  const bool impossible = plan.proof == matching::Proof::kImpossible;
  if (plan.proof == matching::Proof::kOpen) return "NOT PROVED";
  if (!published.empty() && impossible != (published == "UNSAT")) return "NOT AS PUBLISHED";
  if (impossible) return "";
  if (!CheckPlan(problem, plan.schedule).violations.empty()) return "VIOLATIONS";
  std::vector<int> slots = plan.schedule.slots;
  for (int& slot : slots) ++slot;
  const std::string predictions = absl::StrCat(options.out, "/", name, ".tsv");
  const absl::Status written =
      WriteFile(predictions, absl::StrCat(name, "\t", absl::StrJoin(slots, " "), "\n"));
  if (!written.ok()) return written;
  int optimum = plan.total_breaks;
  if (absl::SimpleAtoi(published, &optimum) && optimum != plan.total_breaks) {
    return "NOT AS PUBLISHED";
  }
  if (!HasJudge(options.data)) return "";
  const auto judged = Judge(options.data, {"meetings", folder, predictions});
  if (!judged.ok()) return judged.status();
  const bool agrees = judged->at("violations") == 0 && judged->at("breaks") == plan.total_breaks;
  return agrees ? "" : "THE JUDGE DISAGREES";
}

// Has the claim of the plan proved afresh, for others to check, and says whether
// it was; empty where no proofs are asked for or nothing was claimed.
std::string LogProof(const Options& options, const std::string& name,
                     const matching::SessionProblem& problem, const matching::PlanResult& plan) {
  if (options.proofs.empty() || plan.proof == matching::Proof::kOpen) return "";
  std::optional<int> breaks;
  if (plan.proof == matching::Proof::kOptimal) breaks = plan.total_breaks;
  switch (matching::WriteProof(problem, breaks, absl::StrCat(options.proofs, "/", name),
                               {.seed = options.plan.seed}, {})) {
    case matching::ProofLogEnd::kWritten:
      return "proof written";
    case matching::ProofLogEnd::kNothingToProve:
      return "no search to prove";
    case matching::ProofLogEnd::kRefuted:
      return kRefuted;
    case matching::ProofLogEnd::kOpen:
      return "no proof within the effort";
    case matching::ProofLogEnd::kNoFile:
      return kNoFile;
  }
  return "";
}

absl::StatusOr<int> Evaluate(const Options& options, const std::string& folder) {
  const auto optima = ReadOptima(folder);
  if (!optima.ok()) return optima.status();
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder + "/instances")) {
    const std::string name = entry.path().filename();
    if (IsWanted(options, name)) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  std::cout << absl::StreamFormat("%-34s %-14s %6s %9s %8s %10s %10s\n", "instance", "result",
                                  "breaks", "published", "seconds", "moves", "conflicts");
  int wrong = 0;
  double total = 0;
  for (const std::string& name : names) {
    const auto problem = ReadSession(absl::StrCat(folder, "/instances/", name));
    if (!problem.ok()) return problem.status();
    const Planned planned = PlanOne(options, *problem);
    const matching::PlanResult& plan = planned.plan;
    total += planned.seconds;
    const auto published = optima->find(name);
    const std::string optimum = published == optima->end() ? "" : published->second;
    const auto why = FindWrong(options, folder, name, *problem, plan, optimum);
    if (!why.ok()) return why.status();
    const std::string logged = LogProof(options, name, *problem, plan);
    if (!why->empty() || logged == kRefuted || logged == kNoFile) ++wrong;
    const std::string breaks = plan.unplaced > 0
                                   ? absl::StrCat(plan.unplaced, " out")
                                   : absl::StrCat(plan.total_breaks, plan.unfair > 0 ? "*" : "");
    std::cout << absl::StreamFormat("%-34s %-14s %6s %9s %8.2f %10d %10d  %s%s", name,
                                    Outcome(plan), breaks, optimum.empty() ? "-" : optimum,
                                    planned.seconds, plan.moves, plan.conflicts, *why, logged)
              << std::endl;
  }
  std::cout << absl::StreamFormat("%d instances, %.1f seconds, %d not proved or wrong\n",
                                  names.size(), total, wrong);
  return wrong;
}

int Run(const Options& options) {
  const std::string folder = options.data + "/meetings";
  if (!fs::exists(folder)) {
    std::cout << "skipped: there is no data at " << folder
              << "; set COUNTERPOINT_DATA to the folder of the public sets\n";
    return kSkipped;
  }
  std::error_code error;
  fs::create_directories(options.out, error);
  if (!options.proofs.empty()) fs::create_directories(options.proofs, error);
  const auto wrong = Evaluate(options, folder);
  if (!wrong.ok()) {
    std::cerr << wrong.status() << "\n";
    return 1;
  }
  return options.check && *wrong > 0 ? 1 : 0;
}

}  // namespace
}  // namespace counterpoint::evaluation

int main(int argc, char** argv) {
  using counterpoint::evaluation::Which;
  counterpoint::evaluation::Options options;
  const char* const data = std::getenv("COUNTERPOINT_DATA");
  options.data = data != nullptr ? data : COUNTERPOINT_DEFAULT_DATA;
  options.out = (std::filesystem::temp_directory_path() / "counterpoint-plan-evaluate").string();
  CLI::App app("Plans the sessions of a public set and compares with published optima");
  app.add_option("--data", options.data, "Folder of the sets")->capture_default_str();
  app.add_option("--out", options.out, "Folder for schedules")->capture_default_str();
  app.add_option("--instances", options.which, "The quick ones, the base ones, or all")
      ->transform(CLI::CheckedTransformer(std::map<std::string, Which>{
          {"quick", Which::kQuick}, {"base", Which::kBase}, {"all", Which::kAll}}));
  app.add_option("--instance", options.instance, "Those alone whose name has this in it");
  app.add_option("--seconds", options.seconds, "Stop each instance after so long");
  app.add_option("--seed", options.plan.seed, "Of the searches")->capture_default_str();
  app.add_option("--proofs", options.proofs,
                 "Folder for formulas and DRAT proofs of what is proved");
  app.add_flag("--two-threads", options.plan.two_threads, "Both solvers at once");
  app.add_flag("--check", options.check,
               "Fail where an instance is not proved, or not as published");
  CLI11_PARSE(app, argc, argv);
  return counterpoint::evaluation::Run(options);
}
