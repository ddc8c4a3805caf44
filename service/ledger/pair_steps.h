// How far a pair of members has come, and by what.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "counterpoint/v1/ledger_service.pb.h"
#include "service/ledger/pair_events.h"

namespace counterpoint::service {

// The step that an event brings a pair to by itself: PAIR_INTRODUCED where one
// accepts, as the other has to do so too. Unspecified for a conflict, of which the
// ledger says nothing.
v1::LedgerStage StepOf(v1::InteractionKind kind);

// The steps of one pair, by label (LedgerStage and Grouping have the rules). Reused
// from pair to pair. Not thread-safe.
//
// A label begins with the first list or event that has it. The pair is in the shares
// of all of its labels, and in that of label 0 where something is known of it before
// any label began. An event belongs to its own label; without one to the label that
// began last, at the event's second at the latest, of several the lowest; to 0 where
// none had begun. A step belongs to the event that brought
// the pair to it or beyond it: with the first of equal times in InOrderOfTime.
class PairSteps {
 public:
  struct Share {
    std::uint32_t label = 0;
    v1::LedgerStage furthest = v1::PAIR_SUGGESTED;
  };

  // Reads the events of one pair: lists in any order, what is recorded in order of
  // time, without conflicts. REQUIRES: there is one at least.
  void Read(absl::Span<const PairEvent> listed, absl::Span<const PairEvent> recorded);

  // When the pair was first in a list, or something first happened.
  std::int64_t began() const { return began_; }
  // In the order in which the labels began, 0 first.
  const std::vector<Share>& shares() const { return shares_; }
  // The place in shares() of what is recorded, by its place.
  const std::vector<std::size_t>& share_of() const { return share_of_; }

 private:
  struct Beginning {
    std::int64_t time = 0;
    std::uint32_t label = 0;
  };
  void Begin(const PairEvent& event);
  void MakeShares();
  std::size_t PlaceOf(const PairEvent& event) const;

  std::int64_t began_ = 0;
  std::vector<Beginning> beginnings_;  // Of labels but 0; as shares_, once made.
  std::vector<Share> shares_;
  std::vector<std::size_t> share_of_;
};

}  // namespace counterpoint::service
