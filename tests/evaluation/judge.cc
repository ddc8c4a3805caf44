#include "tests/evaluation/judge.h"

#include <cstdio>
#include <filesystem>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace counterpoint::evaluation {
namespace {

std::string Quoted(const std::string& argument) {
  return absl::StrCat("'", absl::StrReplaceAll(argument, {{"'", "'\\''"}}), "'");
}

std::string ScriptOf(const std::string& data) { return data + "/score.py"; }

}  // namespace

bool HasJudge(const std::string& data) { return std::filesystem::exists(ScriptOf(data)); }

absl::StatusOr<std::map<std::string, double>> Judge(const std::string& data,
                                                    const Judgement& judgement) {
  const std::string command =
      absl::StrCat("python3 ", Quoted(ScriptOf(data)), " ", Quoted(judgement.scorer), " ",
                   Quoted(judgement.truth), " ", Quoted(judgement.predictions));
  std::FILE* const pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return absl::InternalError(absl::StrCat("cannot run ", command));
  std::string line;
  char buffer[512];
  while (std::fgets(buffer, sizeof buffer, pipe) != nullptr) line += buffer;
  if (pclose(pipe) != 0) return absl::InternalError(absl::StrCat(command, " failed"));

  // "queries 10  P@5 0.2600": each number belongs to the word before it.
  std::map<std::string, double> figures;
  std::string word;
  for (const absl::string_view part :
       absl::StrSplit(line, absl::ByAnyChar(" \n"), absl::SkipEmpty())) {
    double number = 0;
    if (absl::SimpleAtod(part, &number))
      figures[word] = number;
    else
      word = std::string(part);
  }
  return figures;
}

}  // namespace counterpoint::evaluation
