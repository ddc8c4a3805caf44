#include "service/ledger/ledger_tally.h"

#include <algorithm>

#include "matching/learning/proportion.h"
#include "matching/learning/rate_ratio.h"

namespace counterpoint::service {
namespace {

template <typename Counts>
void AddAll(const Counts& more, Counts& counts) {
  for (std::size_t i = 0; i < counts.size(); ++i) counts[i] += more[i];
}

// A number that this version does not know counts as unspecified.
template <typename Counts>
void AddOne(std::uint8_t value, Counts& counts) {
  ++counts[value < counts.size() ? value : 0];
}

}  // namespace

void LedgerTally::Add(const PairEvent& event) {
  switch (static_cast<v1::InteractionKind>(event.kind)) {
    case v1::DECLINED:
      AddOne(event.detail, declines_);
      break;
    case v1::NO_SHOW:
      ++no_shows_;
      break;
    case v1::RATED:
      ++ratings_;
      rating_sum_ += event.detail;
      break;
    case v1::AGREEMENT_SIGNED:
      AddOne(event.detail, signed_);
      break;
    default:
      break;
  }
}

void LedgerTally::Add(const LedgerTally& other) {
  AddAll(other.furthest_, furthest_);
  AddAll(other.declines_, declines_);
  AddAll(other.signed_, signed_);
  declined_pairs_ += other.declined_pairs_;
  no_shows_ += other.no_shows_;
  ratings_ += other.ratings_;
  rating_sum_ += other.rating_sum_;
}

std::int64_t LedgerTally::Reached(v1::LedgerStage stage) const {
  std::int64_t count = 0;
  for (std::size_t i = static_cast<std::size_t>(stage); i < furthest_.size(); ++i) {
    count += furthest_[i];
  }
  return count;
}

v1::LedgerRow LedgerTally::ToRow() const {
  v1::LedgerRow row;
  std::int64_t before = 0;
  for (int stage = v1::PAIR_SUGGESTED; stage <= v1::PAIR_SIGNED; ++stage) {
    v1::LedgerStep& step = *row.add_steps();
    step.set_stage(static_cast<v1::LedgerStage>(stage));
    step.set_count(Reached(step.stage()));
    if (before > 0) {
      const auto interval = matching::ProportionInterval(step.count(), before);
      step.set_rate(static_cast<double>(step.count()) / static_cast<double>(before));
      step.set_rate_low(interval.low);
      step.set_rate_high(interval.high);
    }
    before = step.count();
  }
  for (std::size_t reason = 0; reason < declines_.size(); ++reason) {
    if (declines_[reason] == 0) continue;
    v1::LedgerRow::Decline& decline = *row.add_declines();
    decline.set_reason(static_cast<v1::DeclineReason>(reason));
    decline.set_count(declines_[reason]);
  }
  std::stable_sort(row.mutable_declines()->begin(), row.mutable_declines()->end(),
                   [](const auto& a, const auto& b) { return a.count() > b.count(); });
  row.set_declined_pair_count(declined_pairs_);
  row.set_no_show_count(no_shows_);
  row.set_rating_count(ratings_);
  if (ratings_ > 0) {
    row.set_mean_rating(static_cast<double>(rating_sum_) / static_cast<double>(ratings_));
  }
  for (std::size_t band = 0; band < signed_.size(); ++band) {
    if (signed_[band] == 0) continue;
    v1::LedgerRow::SignedValue& value = *row.add_signed_values();
    value.set_value_band(static_cast<v1::ValueBand>(band));
    value.set_count(signed_[band]);
  }
  return row;
}

void SetLift(const LedgerTally& moved, const LedgerTally& unmoved, v1::LedgerRow& row) {
  const auto lift = matching::RatioOfRates(
      moved.Reached(v1::PAIR_ACCEPTED), moved.Reached(v1::PAIR_SUGGESTED),
      unmoved.Reached(v1::PAIR_ACCEPTED), unmoved.Reached(v1::PAIR_SUGGESTED));
  if (!lift) return;
  row.set_lift(lift->ratio);
  row.set_lift_low(lift->interval.low);
  row.set_lift_high(lift->interval.high);
}

}  // namespace counterpoint::service
