#include "matching/features/text_model.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/algorithm/container.h"
#include "matching/features/latent_space.h"
#include "matching/features/latent_vector.h"

namespace counterpoint::matching {
namespace {

// A pair says less than a word of its own, as its words or characters count
// already.
constexpr float kPairWeight = 0.5F;
constexpr float kCharacterWeight = 0.7F;
// A character, or a pair of them, in more than this part of many texts tells
// next to nothing and would make the longest lists of rows.
constexpr std::uint32_t kCommonPart = 8;
constexpr std::uint32_t kManyTexts = 4000;
// A topic stands for its broader ones too, half as much with each step.
constexpr float kBroaderDecay = 0.5F;
constexpr int kLatentDimensions = 64;
// More dimensions than this few texts can fill are chance, not meaning.
constexpr std::size_t kTextsPerDimension = 24;
constexpr std::size_t kWordsPerDimension = 4;
// Few steps, so that an alliance that grows does not change its rows with every
// member; small ones, where words go together by chance, have none.
constexpr int kLatentStep = 16;
constexpr std::size_t kMostLatentTexts = 40'000;
constexpr std::size_t kMostLatentWords = 50'000;
constexpr int kPowerIterations = 2;
// In a few hundred texts much goes together by chance.
constexpr double kHalfTrustTexts = 2000;

constexpr float kOneScript = 0.8F;

// Whether a word as it stands in a text is Chinese: its first character lies
// among the ideographs, from U+3000 on and before Korean.
bool IsChinese(absl::string_view surface) {
  return !surface.empty() && static_cast<unsigned char>(surface[0]) >= 0xE3 &&
         static_cast<unsigned char>(surface[0]) <= 0xE9;
}

Script ScriptOf(const TextFeatures& text) {
  float chinese = 0;
  float all = 0;
  for (std::size_t i = 0; i < text.terms.size(); ++i) {
    if (KindOf(text.terms[i]) != TermKind::kWord) continue;
    all += text.counts[i];
    if (IsChinese(text.surface(i))) chinese += text.counts[i];
  }
  if (all == 0) return Script::kMixed;
  if (chinese >= kOneScript * all) return Script::kChinese;
  return all - chinese >= kOneScript * all ? Script::kOther : Script::kMixed;
}

template <typename Visit>
void ForEachText(const MemberFeatures& member, const Visit& visit) {
  if (member.needs_stated) {
    for (const ListingFeatures& need : member.needs) visit(need.text);
  }
  if (member.offers_stated) {
    for (const ListingFeatures& offer : member.offers) visit(offer.text);
  }
  visit(member.profile);
}

// A term that two texts share counts in both, so by its rarity once where it
// weighs the root of it. Not so characters: they repeat what words say, and
// common ones stand in any text.
// `weight` is that of its count.
float TermWeight(TermKind kind, float weight, float rarity) {
  switch (kind) {
    case TermKind::kWord:
      return weight * std::sqrt(rarity);
    case TermKind::kWordPair:
    case TermKind::kCharacterPair:
      return kPairWeight * weight * std::sqrt(rarity);
    case TermKind::kCharacter:
      return kCharacterWeight * weight * rarity;
  }
  return 0;
}

float CountWeight(float count) { return 1 + std::log(count); }

// Latent rows are made of rare words above all.
float LatentWeight(float weight, float rarity) { return weight * rarity * rarity; }

// Of BM25 (Robertson and Zaragoza, 2009), kept positive, also where a text is
// weighed by a model that was learnt from none.
float Rarity(std::uint32_t texts, std::uint32_t frequency) {
  texts = std::max(texts, frequency);
  return std::log(1.0F + (static_cast<float>(texts) - static_cast<float>(frequency) + 0.5F) /
                             (static_cast<float>(frequency) + 0.5F));
}

// Returns the squared length that the vector had.
template <typename Weighted>
double ScaleToLengthOne(std::vector<Weighted>& vector) {
  double squares = 0;
  for (const Weighted& entry : vector) squares += double{entry.weight} * entry.weight;
  if (squares <= 0) return 0;
  const auto scale = static_cast<float>(1 / std::sqrt(squares));
  for (Weighted& entry : vector) entry.weight *= scale;
  return squares;
}

}  // namespace

std::shared_ptr<const TextModel> TextModel::Learn(std::shared_ptr<const Thesaurus> thesaurus,
                                                  Members members) {
  absl::c_sort(members, [](const auto& a, const auto& b) { return a->id < b->id; });
  auto model = std::shared_ptr<TextModel>(new TextModel);
  model->thesaurus_ = std::move(thesaurus);
  model->Count(members);
  model->LearnLatent(members);
  return model;
}

void TextModel::Count(const Members& members) {
  members_ = members.size();
  topic_frequency_.assign(thesaurus_->size(), 0);
  std::vector<TopicIndex> topics;
  for (const auto& member : members) {
    ForEachText(*member, [&](const TextFeatures& text) {
      ++texts_;
      for (const TermId term : text.terms) ++terms_[term].frequency;
      topics.clear();
      for (const TopicWeight& topic : text.topics) {
        for (TopicIndex t = topic.topic; t >= 0; t = thesaurus_->broader(t)) topics.push_back(t);
      }
      absl::c_sort(topics);
      topics.erase(std::unique(topics.begin(), topics.end()), topics.end());
      for (const TopicIndex t : topics) ++topic_frequency_[static_cast<std::size_t>(t)];
    });
  }
  // A term of one text is as rare as one that was never seen.
  absl::erase_if(terms_, [](const auto& entry) { return entry.second.frequency < 2; });
  FindRarities();
}

void TextModel::FindRarities() {
  for (auto& [term, entry] : terms_) entry.rarity = Rarity(texts_, entry.frequency);
  unseen_rarity_ = Rarity(texts_, 1);
}

void TextModel::LearnLatent(const Members& members) {
  latent_trust_ = texts_ / (texts_ + kHalfTrustTexts);

  std::vector<std::pair<std::uint32_t, TermId>> words;
  for (const auto& [term, entry] : terms_) {
    if (KindOf(term) == TermKind::kWord) words.emplace_back(entry.frequency, term);
  }
  absl::c_sort(words, [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  if (words.size() > kMostLatentWords) words.resize(kMostLatentWords);
  const std::size_t possible =
      std::min<std::size_t>(texts_ / kTextsPerDimension, words.size() / kWordsPerDimension);
  const int dimensions =
      std::min(kLatentDimensions, static_cast<int>(possible) / kLatentStep * kLatentStep);
  if (dimensions == 0) return;
  for (std::size_t i = 0; i < words.size(); ++i) {
    terms_[words[i].second].projection_row = static_cast<std::int32_t>(i);
  }

  SparseRows rows;
  const std::size_t step = (texts_ + kMostLatentTexts - 1) / kMostLatentTexts;
  std::size_t number = 0;
  for (const auto& member : members) {
    ForEachText(*member, [&](const TextFeatures& text) {
      if (number++ % step != 0) return;
      double squares = 0;
      for (std::size_t i = 0; i < text.terms.size(); ++i) {
        const auto entry = terms_.find(text.terms[i]);
        if (entry == terms_.end() || entry->second.projection_row < 0) continue;
        const float weight = LatentWeight(CountWeight(text.counts[i]), entry->second.rarity);
        rows.columns.push_back(static_cast<std::uint32_t>(entry->second.projection_row));
        rows.values.push_back(weight);
        squares += double{weight} * weight;
      }
      const auto scale = static_cast<float>(squares > 0 ? 1 / std::sqrt(squares) : 0);
      for (std::size_t i = rows.first.back(); i < rows.values.size(); ++i) rows.values[i] *= scale;
      rows.first.push_back(rows.columns.size());
    });
  }
  if (static_cast<std::size_t>(dimensions) > rows.rows()) return;
  projection_ =
      LeadingRightVectors(rows, static_cast<int>(words.size()), dimensions, kPowerIterations);
}

bool TextModel::IsCommonCharacter(TermId term, const TermEntry& entry) const {
  return texts_ >= kManyTexts && KindOf(term) >= TermKind::kCharacterPair &&
         entry.frequency > texts_ / kCommonPart;
}

WeightedText TextModel::Weigh(const TextFeatures& text) const {
  WeightedText weighted;
  const double words = WeighTermsAndLatent(text, weighted);
  const double topics = WeighTopics(text, weighted);
  if (topics > 0) {
    const double share = std::round(255 * topics / (topics + words));
    weighted.topic_share =
        words > 0 ? static_cast<std::uint8_t>(std::clamp(share, 1.0, 254.0)) : 255;
  }
  weighted.script = ScriptOf(text);
  return weighted;
}

double TextModel::WeighTermsAndLatent(const TextFeatures& text, WeightedText& weighted) const {
  weighted.terms.reserve(text.terms.size());
  weighted.latent = Eigen::VectorXf::Zero(projection_.cols());
  for (std::size_t i = 0; i < text.terms.size(); ++i) {
    const TermId term = text.terms[i];
    const float weight = CountWeight(text.counts[i]);
    const auto entry = terms_.find(term);
    if (entry == terms_.end()) {
      weighted.terms.push_back({term, TermWeight(KindOf(term), weight, unseen_rarity_)});
      continue;
    }
    if (IsCommonCharacter(term, entry->second)) continue;
    const float rarity = entry->second.rarity;
    weighted.terms.push_back({term, TermWeight(KindOf(term), weight, rarity)});
    if (entry->second.projection_row >= 0 && projection_.cols() > 0) {
      weighted.latent +=
          LatentWeight(weight, rarity) * projection_.row(entry->second.projection_row).transpose();
    }
  }
  const float length = weighted.latent.norm();
  if (length > 0) weighted.latent = RoundedLatent(weighted.latent / length);
  return ScaleToLengthOne(weighted.terms);
}

double TextModel::WeighTopics(const TextFeatures& text, WeightedText& weighted) const {
  std::vector<TopicWeight>& topics = weighted.topics;
  for (const TopicWeight& topic : text.topics) {
    float weight = 1 + std::log(std::max(1.0F, topic.weight));
    for (TopicIndex t = topic.topic; t >= 0; t = thesaurus_->broader(t)) {
      topics.push_back({t, weight});
      weight *= kBroaderDecay;
    }
  }
  // Narrower topics that share a broader one do not add up in it: ten
  // instruments are not ten times as much about music.
  absl::c_sort(topics, [](const TopicWeight& a, const TopicWeight& b) {
    return a.topic != b.topic ? a.topic < b.topic : a.weight > b.weight;
  });
  topics.erase(
      std::unique(topics.begin(), topics.end(),
                  [](const TopicWeight& a, const TopicWeight& b) { return a.topic == b.topic; }),
      topics.end());
  for (TopicWeight& topic : topics) {
    const std::uint32_t frequency =
        std::max(1U, topic_frequency_[static_cast<std::size_t>(topic.topic)]);
    topic.weight *= Rarity(texts_, frequency);
  }
  return ScaleToLengthOne(weighted.topics);
}

}  // namespace counterpoint::matching
