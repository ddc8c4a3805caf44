// The words that two texts share, and what each of them brings.
#pragma once

#include <string>
#include <vector>

#include "matching/ranking/shared_topics.h"

namespace counterpoint::matching {

struct SharedTerm {
  TermId term = 0;
  double contribution = 0;
};

// A word, two neighbouring words, or two Chinese characters that are a word,
// that both texts contain.
struct SharedWord {
  std::string word;  // As it first stands in the first text.
  double contribution = 0;
  TermId term = 0;
};

// Divides `contribution`, what the shared terms of two texts bring together,
// over all of them by their products of weights in the cosine; in order of
// term. The parts add up to it.
std::vector<SharedTerm> ShareTerms(const WeightedText& a, const WeightedText& b,
                                   double contribution);

// Up to `limit` words and phrases that tell most of the shared terms, the
// largest contribution first.
//
// A phrase brings its own term and those of its words, Chinese characters and
// pairs of them; each term counts once, for the first phrase told that contains
// it. What is contained in a phrase told is not told again, nor a pair of words
// one of which has been told. A Chinese word of one character is told only
// where it is a label of a topic that the first text names. Two characters that
// are a word of the dictionary or of one text, or that one text has as a word
// each, are told too: the other may have them within a longer one. So the
// parts add up to `contribution` at most; what is left belongs to words further
// down and to characters outside of the words told. Chosen from the 16
// weightiest of each kind. Ties: in order of kind, weight and term.
std::vector<SharedWord> ShareWords(const Thesaurus& thesaurus, const ComparedText& a,
                                   const ComparedText& b, double contribution, std::size_t limit);

}  // namespace counterpoint::matching
