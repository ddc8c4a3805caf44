#pragma once

#include <string>

#include "clients/sample/draws.h"
#include "clients/sample/example_listings.h"
#include "counterpoint/v1/listing.pb.h"

namespace counterpoint::sample {

// Writes new listings after examples: the conditions follow one example, the
// host, while the text mixes sentences and clauses of several and names invented
// products. Immutable, safe to share between threads; borrows the examples.
class ListingComposer {
 public:
  explicit ListingComposer(const ExampleListings& examples) : examples_(examples) {}

  // A listing in the languages of `host` without id. Budgets are half to twice
  // the host's, deadlines up to a year later or, where that would pass 2030,
  // earlier; topics are the host's, one of them at times that of a donor. Rules
  // are the host's; expiry and embeddings are left out.
  v1::Listing Compose(const ExampleListing& host, Draws& draws) const;

 private:
  std::string ComposeTitle(const std::string& title, const std::string& language,
                           const std::string& brand, Draws& draws) const;
  // A sentence of a donor half the time where that shares a topic with `host`, else
  // one time in eight; null at all other times.
  const Sentence* DrawOtherSentence(const ExampleListing& host, const std::string& language,
                                    Draws& draws) const;
  std::string ComposeText(const ExampleListing& host, const std::string& language,
                          Draws& draws) const;

  const ExampleListings& examples_;
};

}  // namespace counterpoint::sample
