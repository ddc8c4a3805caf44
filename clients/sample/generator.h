#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "clients/sample/draws.h"
#include "clients/sample/example_listings.h"
#include "clients/sample/listing_composer.h"
#include "counterpoint/v1/member.pb.h"

namespace counterpoint::sample {

// Makes any number of invented members in the shape of examples, for load tests.
// Kinds, languages, numbers of offers and needs, regions, sizes, budgets and
// rules are drawn from the examples of the same kind; texts are recombined from
// theirs, with coined words, so that the vocabulary keeps growing with the
// number of members.
//
// Immutable, safe to share between threads; copies the examples.
class MemberGenerator {
 public:
  // REQUIRES: `examples` is not empty. Members are named in the alliance of the
  // first example.
  MemberGenerator(std::vector<v1::Member> examples, uint64_t seed);

  // Member number `index`, named `m-` and the number in six digits or more. A
  // function of the examples, the seed and the index alone, whatever else was
  // made before. Rules that name members name ones of a smaller index, and are
  // left out of member 0. REQUIRES: 0 <= `index`.
  v1::Member Make(int64_t index) const;

 private:
  const v1::Member& DrawOfKind(v1::MemberKind kind, Draws& draws) const;
  std::string NameOf(int64_t index) const;
  void DescribeAfter(const v1::Member& model, Draws& draws, v1::Member& member) const;
  void AddListings(const v1::Member& model, Draws& draws, v1::Member& member) const;
  void AddListing(const ExampleListing* host, Draws& draws, v1::Member& member) const;
  void RenameMembersInRules(int64_t index, Draws& draws, v1::Listing& listing) const;

  std::vector<v1::Member> examples_;
  uint64_t seed_;
  // `alliances/{alliance}`.
  std::string alliance_;
  // Indices into `examples_`.
  std::map<v1::MemberKind, std::vector<size_t>> by_kind_;
  // On the heap so that the composer's reference outlives a move of this object.
  std::unique_ptr<ExampleListings> listings_;
  ListingComposer composer_;
};

}  // namespace counterpoint::sample
