// What a request is judged by besides itself.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "matching/thesaurus/thesaurus.h"

namespace counterpoint::validation {

struct Setting {
  // Id of the alliance that the request is for; empty where the request names
  // none that could be read (other members' alliances are then not compared).
  std::string alliance;
  // The alliance's topics, built-in ones included; borrowed. Null where it is
  // not known: topics are then not looked up.
  const matching::Thesaurus* thesaurus = nullptr;
  absl::Time now;
};

}  // namespace counterpoint::validation
