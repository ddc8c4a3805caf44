#pragma once

#include <cstdint>
#include <string>

namespace counterpoint::sample {

// Invented words, numbered by rank from 1. A rank always gives the same word,
// and a likeness to a real name is chance.

// A Latin name of two or more syllables, capitalised: "Tavo", "Brimelka".
// Different ranks up to 2^54 give different words, lower ranks shorter ones.
std::string CoinedLatinWord(uint64_t rank);

// A Chinese coinage of two characters for ranks up to 4,096 and of three from
// then on. Different up to rank 266,240; higher ranks come round again among
// those of three.
std::string CoinedChineseWord(uint64_t rank);

}  // namespace counterpoint::sample
