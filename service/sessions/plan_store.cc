#include "service/sessions/plan_store.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "service/conversion/session_record.h"

namespace counterpoint::service {

using storage::Collection;
using storage::Write;

absl::StatusOr<int> LastPlanNumber(const storage::ReadView& view,
                                   const conversion::SessionName& name) {
  const auto record =
      view.Get(name.alliance, Collection::kPlan, conversion::PlanRecordId(name.session, 0));
  if (absl::IsNotFound(record.status())) return 0;
  if (!record.ok()) return record.status();
  int last = 0;
  if (!absl::SimpleAtoi(record->payload, &last)) {
    return absl::DataLossError(absl::StrCat(
        "the number of the last plan of ",
        conversion::FormatSessionName(name.alliance, name.session), " cannot be read"));
  }
  return last;
}

std::vector<Write> WritesOfNewPlan(const conversion::PlanName& name, const v1::SessionPlan& plan) {
  Write record;
  record.collection = Collection::kPlan;
  record.id = conversion::PlanRecordId(name.session, name.plan);
  record.payload = conversion::PayloadOf(plan);
  record.precondition = storage::Precondition::MustNotExist();
  Write last;
  last.collection = Collection::kPlan;
  last.id = conversion::PlanRecordId(name.session, 0);
  last.payload = absl::StrCat(name.plan);
  std::vector<Write> writes;
  writes.push_back(std::move(record));
  writes.push_back(std::move(last));
  return writes;
}

Write DeletionOf(const conversion::PlanName& name) {
  Write write;
  write.kind = Write::Kind::kDelete;
  write.collection = Collection::kPlan;
  write.id = conversion::PlanRecordId(name.session, name.plan);
  return write;
}

}  // namespace counterpoint::service
