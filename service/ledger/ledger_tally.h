// What a row of the ledger adds up.
#pragma once

#include <array>
#include <cstdint>

#include "counterpoint/v1/ledger_service.pb.h"
#include "service/ledger/pair_events.h"

namespace counterpoint::service {

class LedgerTally {
 public:
  // A pair that has come to this step and all before it.
  void AddPair(v1::LedgerStage furthest) { ++furthest_[static_cast<std::size_t>(furthest)]; }
  void AddDeclinedPair() { ++declined_pairs_; }
  // Something recorded; what has no count of its own is none.
  void Add(const PairEvent& event);
  void Add(const LedgerTally& other);

  // Pairs that have come to the step.
  std::int64_t Reached(v1::LedgerStage stage) const;

  // All but group and lift.
  v1::LedgerRow ToRow() const;

 private:
  std::array<std::int64_t, v1::LedgerStage_ARRAYSIZE> furthest_{};
  std::array<std::int64_t, v1::DeclineReason_ARRAYSIZE> declines_{};
  std::array<std::int64_t, v1::ValueBand_ARRAYSIZE> signed_{};
  std::int64_t declined_pairs_ = 0;
  std::int64_t no_shows_ = 0;
  std::int64_t ratings_ = 0;
  std::int64_t rating_sum_ = 0;
};

// Sets the lift of a row over pairs that no rule moved, where there is one.
void SetLift(const LedgerTally& moved, const LedgerTally& unmoved, v1::LedgerRow& row);

}  // namespace counterpoint::service
