#include "matching/refresh/pair_similarity.h"

#include <algorithm>
#include <optional>

namespace counterpoint::matching {
namespace {

// The first model that both have decides, as in RowScan.
std::optional<float> CosineOf(const std::vector<Embedding>& a, const std::vector<Embedding>& b) {
  for (const Embedding& x : a) {
    for (const Embedding& y : b) {
      if (x.model == y.model && x.values.size() == y.values.size()) {
        return EmbeddingCosine(x.values.data(), y.values.data(), x.values.size());
      }
    }
  }
  return std::nullopt;
}

}  // namespace

PairSimilarity::PairSimilarity(const GatheredTexts& texts, const TextWeights& weights)
    : texts_(texts),
      mix_(MixWeightsOf(weights, texts.model(), false)),
      embedded_mix_(MixWeightsOf(weights, texts.model(), true)),
      splits_(SplitsFor(weights)),
      foreign_topics_(weights.topics > 0 ? kForeignTopics : 0),
      dimensions_(static_cast<std::size_t>(texts.model().latent_dimensions())),
      places_(texts.keys(), 0) {}

void PairSimilarity::Seat(MemberPosition member) {
  for (const std::uint32_t key : used_) places_[key] = 0;
  used_.clear();
  seated_ = member;
  const TextRows& needs = texts_.needs();
  const TextRows& offers = texts_.offers();
  const std::uint32_t first_need = needs.first_row[member];
  const std::uint32_t first_offer = offers.first_row[member];
  seated_needs_ = needs.first_row[member + 1] - first_need;
  seated_offers_ = offers.first_row[member + 1] - first_offer;
  stride_ = (seated_needs_ + seated_offers_ + kLanes - 1) / kLanes * kLanes;
  weights_.assign(stride_, 0);
  latent_.assign(dimensions_ * stride_, 0);
  for (std::size_t n = 0; n < seated_needs_; ++n) {
    Spread(needs, first_need + static_cast<std::uint32_t>(n), n);
  }
  for (std::size_t o = 0; o < seated_offers_; ++o) {
    Spread(offers, first_offer + static_cast<std::uint32_t>(o), seated_needs_ + o);
  }
  topics_.resize(stride_);
  terms_.resize(stride_);
  latents_.assign(stride_, 0);
}

void PairSimilarity::Spread(const TextRows& rows, std::uint32_t row, std::size_t lane) {
  const auto spread = [&](const KeyWeight& entry) {
    std::uint32_t& place = places_[entry.key];
    if (place == 0) {
      used_.push_back(entry.key);
      place = static_cast<std::uint32_t>(used_.size());
      weights_.resize(weights_.size() + stride_, 0);
    }
    weights_[place * stride_ + lane] = entry.weight;
  };
  for (const KeyWeight& entry : rows.topics(row)) spread(entry);
  for (const KeyWeight& entry : rows.terms(row)) spread(entry);
  const LatentValue* latent = rows.latent_of(row);
  for (std::size_t d = 0; d < dimensions_; ++d) {
    latent_[d * stride_ + lane] = static_cast<float>(latent[d]) * (1 / kLatentScale);
  }
}

void PairSimilarity::Prefetch(MemberPosition other) const {
  constexpr std::size_t kLine = 64;
  const auto fetch = [](const void* begin, const void* end) {
    for (const char* at = static_cast<const char*>(begin); at < end; at += kLine) {
      __builtin_prefetch(at);
    }
  };
  for (const TextRows* rows : {&texts_.needs(), &texts_.offers()}) {
    const std::uint32_t begin = rows->first_row[other];
    const std::uint32_t end = rows->first_row[other + 1];
    fetch(rows->entries.data() + rows->first_entry[begin],
          rows->entries.data() + rows->first_entry[end]);
    fetch(rows->latent_of(begin), rows->latent_of(end));
  }
  const MemberFeatures& member = texts_.member(other);
  fetch(member.needs.data(), member.needs.data() + member.needs.size());
  fetch(member.offers.data(), member.offers.data() + member.offers.size());
}

void PairSimilarity::Compare(MemberPosition other) {
  const TextRows& needs = texts_.needs();
  const TextRows& offers = texts_.offers();
  const MemberFeatures& seated = texts_.member(seated_);
  const MemberFeatures& member = texts_.member(other);
  of_offers_.resize(member.offers.size() * seated_needs_);
  of_needs_.resize(member.needs.size() * seated_offers_);
  for (std::size_t o = 0; o < member.offers.size(); ++o) {
    CompareRow(offers, offers.first_row[other] + static_cast<std::uint32_t>(o),
               member.offers[o].embeddings, needs, needs.first_row[seated_], seated.needs, 0,
               of_offers_.data() + o * seated_needs_);
  }
  for (std::size_t n = 0; n < member.needs.size(); ++n) {
    CompareRow(needs, needs.first_row[other] + static_cast<std::uint32_t>(n),
               member.needs[n].embeddings, offers, offers.first_row[seated_], seated.offers,
               seated_needs_, of_needs_.data() + n * seated_offers_);
  }
}

void PairSimilarity::CompareRow(const TextRows& rows, std::uint32_t row,
                                const std::vector<Embedding>& embeddings,
                                const TextRows& seated_rows, std::uint32_t first_seated,
                                const std::vector<ListingFeatures>& seated, std::size_t first_lane,
                                float* out) {
  const auto sum = [&](absl::Span<const KeyWeight> entries, std::vector<float>& sums) {
    for (std::size_t lane = 0; lane < stride_; lane += kLanes) {
      float some[kLanes] = {};
      for (const KeyWeight& entry : entries) {
        // What the seated member does not say weighs 0, which leaves each sum as it is.
        const float* weights = weights_.data() + places_[entry.key] * stride_ + lane;
        for (std::size_t l = 0; l < kLanes; ++l) {
          some[l] = MultiplyAdd(weights[l], entry.weight, some[l]);
        }
      }
      std::copy(some, some + kLanes, sums.data() + lane);
    }
  };
  sum(rows.topics(row), topics_);
  sum(rows.terms(row), terms_);
  const LatentValue* latent = rows.latent_of(row);
  for (std::size_t lane = 0; lane < stride_; lane += kLanes) {
    float some[kLanes] = {};
    for (std::size_t d = 0; d < dimensions_; ++d) {
      const auto value = static_cast<float>(latent[d]);
      const float* values = latent_.data() + d * stride_ + lane;
      for (std::size_t l = 0; l < kLanes; ++l) some[l] = MultiplyAdd(value, values[l], some[l]);
    }
    for (std::size_t l = 0; l < kLanes; ++l) latents_[lane + l] = some[l] * (1 / kLatentScale);
  }
  const TopicSplit& split = splits_[rows.topic_share[row]];
  for (std::size_t s = 0; s < seated.size(); ++s) {
    const std::size_t seated_row = first_seated + s;
    const std::size_t lane = first_lane + s;
    const float said = AreForeign(rows.scripts[row], seated_rows.scripts[seated_row])
                           ? foreign_topics_ * topics_[lane]
                           : SaidAlike(split, splits_[seated_rows.topic_share[seated_row]],
                                       topics_[lane], terms_[lane]);
    const auto embedding = CosineOf(embeddings, seated[s].embeddings);
    out[s] = embedding ? MixSimilarity(embedded_mix_, said, latents_[lane], *embedding)
                       : MixSimilarity(mix_, said, latents_[lane]);
  }
}

}  // namespace counterpoint::matching
