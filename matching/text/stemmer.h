// Stems of English words.
#pragma once

#include <string>

namespace counterpoint::matching {

// The Porter2 stem of a folded word of at least four letters a to z (and
// apostrophes); any other word as it is. Thread-safe: each thread keeps a
// stemmer of its own.
std::string Stem(std::string word);

}  // namespace counterpoint::matching
