#include "clients/sample/reader.h"

#include <google/protobuf/util/json_util.h>

#include <fstream>
#include <utility>

#include "absl/strings/str_cat.h"

namespace counterpoint::sample {

absl::StatusOr<std::vector<v1::Member>> ReadMembers(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat(path, ": cannot be opened"));
  std::vector<v1::Member> members;
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty()) continue;
    v1::Member member;
    const auto parsed = google::protobuf::util::JsonStringToMessage(line, &member);
    if (!parsed.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat(path, ":", number, ": ", std::string(parsed.message())));
    }
    members.push_back(std::move(member));
  }
  if (file.bad()) return absl::DataLossError(absl::StrCat(path, ": reading failed"));
  return members;
}

}  // namespace counterpoint::sample
