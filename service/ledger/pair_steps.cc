#include "service/ledger/pair_steps.h"

#include <algorithm>
#include <limits>

namespace counterpoint::service {

v1::LedgerStage StepOf(v1::InteractionKind kind) {
  switch (kind) {
    case v1::VIEWED:
    case v1::SAVED:
    case v1::DECLINED:
      return v1::PAIR_VIEWED;
    case v1::INTRODUCED:
    case v1::ACCEPTED:
    case v1::NO_SHOW:
      return v1::PAIR_INTRODUCED;
    case v1::MET:
    case v1::RATED:
      return v1::PAIR_MET;
    case v1::AGREEMENT_SIGNED:
    case v1::PARTNERSHIP:
      return v1::PAIR_SIGNED;
    default:
      return v1::LEDGER_STAGE_UNSPECIFIED;
  }
}

void PairSteps::Begin(const PairEvent& event) {
  began_ = std::min(began_, event.time);
  if (event.label == 0) return;
  for (Beginning& known : beginnings_) {
    if (known.label != event.label) continue;
    known.time = std::min(known.time, event.time);
    return;
  }
  beginnings_.push_back({event.time, event.label});
}

void PairSteps::MakeShares() {
  // The last that began by some time is then the first choice among its equals.
  std::sort(beginnings_.begin(), beginnings_.end(), [](const Beginning& a, const Beginning& b) {
    return a.time != b.time ? a.time < b.time : a.label > b.label;
  });
  if (beginnings_.empty() || began_ < beginnings_.front().time) {
    beginnings_.insert(beginnings_.begin(), {began_, 0});
  }
  shares_.clear();
  for (const Beginning& beginning : beginnings_) shares_.push_back({beginning.label});
}

std::size_t PairSteps::PlaceOf(const PairEvent& event) const {
  std::size_t place = 0;
  for (std::size_t i = 0; i < beginnings_.size(); ++i) {
    if (event.label != 0 && beginnings_[i].label == event.label) return i;
    if (beginnings_[i].time <= event.time) place = i;
  }
  return place;
}

void PairSteps::Read(absl::Span<const PairEvent> listed, absl::Span<const PairEvent> recorded) {
  began_ = std::numeric_limits<std::int64_t>::max();
  beginnings_.clear();
  for (const PairEvent& event : listed) Begin(event);
  for (const PairEvent& event : recorded) Begin(event);
  MakeShares();

  share_of_.clear();
  v1::LedgerStage reached = v1::PAIR_SUGGESTED;
  bool accepted[2] = {false, false};
  for (const PairEvent& event : recorded) {
    share_of_.push_back(PlaceOf(event));
    const auto kind = static_cast<v1::InteractionKind>(event.kind);
    v1::LedgerStage step = StepOf(kind);
    if (kind == v1::ACCEPTED) {
      accepted[event.by_higher ? 1 : 0] = true;
      if (accepted[0] && accepted[1]) step = v1::PAIR_ACCEPTED;
    }
    if (step <= reached) continue;
    reached = step;
    shares_[share_of_.back()].furthest = step;
  }
}

}  // namespace counterpoint::service
