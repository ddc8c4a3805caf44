#include "clients/cli/resource_names.h"

#include "absl/strings/str_cat.h"

namespace counterpoint::cli {

std::string AllianceName(const std::string& typed) {
  return typed.starts_with("alliances/") ? typed : "alliances/" + typed;
}

std::string MemberName(const std::string& alliance, const std::string& typed) {
  if (typed.starts_with("alliances/")) return typed;
  if (typed.starts_with("members/")) return absl::StrCat(alliance, "/", typed);
  return absl::StrCat(alliance, "/members/", typed);
}

std::string IdOf(const std::string& name) {
  const size_t slash = name.rfind('/');
  return slash == std::string::npos ? name : name.substr(slash + 1);
}

}  // namespace counterpoint::cli
