// Where words may begin and end, before the thesaurus has its say.
#pragma once

#include <vector>

#include "matching/thesaurus/tokens.h"

namespace counterpoint::matching {

// For each token whether a word begins at it; a last entry, always true, stands
// for the end. Chinese characters are grouped into words by ICU's dictionary,
// every other token is a word by itself. A space or mark between two Chinese
// characters parts words. Thread-safe: each thread keeps a break iterator.
std::vector<bool> WordStarts(const TokenizedText& text);

}  // namespace counterpoint::matching
