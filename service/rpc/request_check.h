// The first beat of a method: is the request valid, and is its alliance there?
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "service/conversion/resource_name.h"
#include "service/errors/resource_errors.h"
#include "service/rpc/backend.h"
#include "service/validation/alliance_requests.h"
#include "service/validation/generation_requests.h"
#include "service/validation/interaction_requests.h"
#include "service/validation/learning_requests.h"
#include "service/validation/ledger_requests.h"
#include "service/validation/matching_requests.h"
#include "service/validation/member_requests.h"
#include "service/validation/operation_requests.h"
#include "service/validation/participant_requests.h"
#include "service/validation/plan_requests.h"
#include "service/validation/session_day_requests.h"
#include "service/validation/session_requests.h"
#include "service/validation/staff_rule_requests.h"
#include "service/validation/stored_list_requests.h"
#include "service/validation/violations.h"

namespace counterpoint::service {

// The alliance as it is in the view. Errors: NOT_FOUND, DATA_LOSS.
absl::StatusOr<std::shared_ptr<const KnownAlliance>> FindAlliance(const Backend& backend,
                                                                  const storage::ReadView& view,
                                                                  absl::string_view alliance);

// What to check a request by that is for an alliance. Borrows it.
validation::Setting SettingOf(const Backend& backend, const KnownAlliance& alliance);

// Errors: INVALID_ARGUMENT.
template <typename Request>
absl::Status CheckAlone(const Request& request) {
  validation::Violations violations;
  validation::Check(request, violations);
  return violations.ToStatus();
}

// For requests that are checked by themselves. `alliance` is the id that was
// read from the request, if one was. Errors: INVALID_ARGUMENT, and those of
// FindAlliance().
template <typename Request>
absl::StatusOr<std::shared_ptr<const KnownAlliance>> CheckAndFind(
    const Backend& backend, const storage::ReadView& view,
    const std::optional<std::string>& alliance, const Request& request) {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  return FindAlliance(backend, view, alliance.value_or(""));
}

// For requests that are checked by the alliance's topics. INVALID_ARGUMENT goes
// before NOT_FOUND, as far as it does not depend on the alliance.
template <typename Request>
absl::StatusOr<std::shared_ptr<const KnownAlliance>> CheckByTopics(
    const Backend& backend, const storage::ReadView& view,
    const std::optional<std::string>& alliance, const Request& request) {
  absl::StatusOr<std::shared_ptr<const KnownAlliance>> known =
      FindAlliance(backend, view, alliance.value_or(""));
  validation::Setting setting;
  setting.alliance = alliance.value_or("");
  setting.now = backend.clock();
  if (known.ok()) setting.thesaurus = (*known)->thesaurus.get();
  validation::Violations violations;
  validation::Check(request, setting, violations);
  if (!violations.empty()) return violations.ToStatus();
  return known;
}

// The alliance's id within a member's name; nothing where it is no such name.
std::optional<std::string> AllianceOfMemberName(absl::string_view name);

// `requested`, or `otherwise` where it is 0.
int PageSize(int requested, int otherwise);

}  // namespace counterpoint::service
