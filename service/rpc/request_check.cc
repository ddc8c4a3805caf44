#include "service/rpc/request_check.h"

namespace counterpoint::service {

absl::StatusOr<std::shared_ptr<const KnownAlliance>> FindAlliance(const Backend& backend,
                                                                  const storage::ReadView& view,
                                                                  absl::string_view alliance) {
  auto known = backend.alliances.Find(view, alliance);
  if (absl::IsNotFound(known.status())) return AllianceNotFound(alliance);
  return known;
}

validation::Setting SettingOf(const Backend& backend, const KnownAlliance& alliance) {
  validation::Setting setting;
  setting.alliance = alliance.id;
  setting.thesaurus = alliance.thesaurus.get();
  setting.now = backend.clock();
  return setting;
}

std::optional<std::string> AllianceOfMemberName(absl::string_view name) {
  auto parsed = conversion::ParseMemberName(name);
  if (!parsed) return std::nullopt;
  return std::move(parsed->alliance);
}

int PageSize(int requested, int otherwise) { return requested == 0 ? otherwise : requested; }

}  // namespace counterpoint::service
