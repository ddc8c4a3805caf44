// Plans as they are answered: with violations, and in somebody's language.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "counterpoint/v1/plan.pb.h"
#include "counterpoint/v1/session.pb.h"
#include "service/rpc/plan_basis.h"
#include "service/sessions/plan_wording.h"

namespace counterpoint::service {

// Writes about one session in one language, with the names that its members have
// in the view: each is read once. Borrows the basis. Not thread-safe.
class PlanWriter {
 public:
  // `language` is "zh", "en" or empty.
  PlanWriter(const PlanBasis& basis, absl::string_view language);
  PlanWriter(const PlanWriter&) = delete;
  PlanWriter& operator=(const PlanWriter&) = delete;

  // Finds out what violates the session as it is in the basis, and fills in all
  // words.
  void Complete(v1::SessionPlan& plan) const;

  const PlanWording& wording() const { return wording_; }

 private:
  std::string MemberName(const std::string& name) const;
  std::string TableName(const std::string& id) const;

  const PlanBasis& basis_;
  const matching::Language language_;
  mutable absl::flat_hash_map<std::string, std::string> members_;  // By resource name.
  const PlanNames names_;
  const PlanWording wording_;
};

}  // namespace counterpoint::service
