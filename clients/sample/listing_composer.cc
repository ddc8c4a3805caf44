#include "clients/sample/listing_composer.h"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/sample/coined_words.h"

namespace counterpoint::sample {
namespace {

constexpr int64_t kDaySeconds = 86'400;
constexpr int64_t kEndOf2030Seconds = 1'924'991'999;

// What a coined word names, by kind of member.
struct ProductNoun {
  v1::MemberKind kind;
  const char* zh;
  const char* en;
};
constexpr ProductNoun kProductNouns[] = {{v1::TECHNOLOGY_SUPPLIER, "引擎", "engine"},
                                         {v1::TECHNOLOGY_SUPPLIER, "平台", "platform"},
                                         {v1::TECHNOLOGY_SUPPLIER, "套件", "toolkit"},
                                         {v1::TECHNOLOGY_SUPPLIER, "终端", "terminal"},
                                         {v1::SCENE_UNIT, "剧场", "theatre"},
                                         {v1::SCENE_UNIT, "展项", "exhibit"},
                                         {v1::SCENE_UNIT, "街区", "quarter"},
                                         {v1::SCENE_UNIT, "版本", "release"},
                                         {v1::RESEARCH_INSTITUTION, "课题", "study"},
                                         {v1::RESEARCH_INSTITUTION, "数据集", "dataset"},
                                         {v1::RESEARCH_INSTITUTION, "方法", "method"},
                                         {v1::PUBLIC_SERVICE_PLATFORM, "专场", "session"},
                                         {v1::PUBLIC_SERVICE_PLATFORM, "基地", "base"},
                                         {v1::CREATOR, "组曲", "suite"},
                                         {v1::CREATOR, "工坊", "workshop"},
                                         {v1::INVESTOR, "计划", "programme"},
                                         {v1::INVESTOR, "组合", "portfolio"}};

// A sentence around a product's name.
struct Frame {
  Side side;
  const char* language;
  const char* before;
  const char* after;
};
constexpr Frame kFrames[] = {{Side::kOffer, "zh", "配套", "一并交付。"},
                             {Side::kOffer, "zh", "已用于", "首期。"},
                             {Side::kOffer, "zh", "", "可以现场看样。"},
                             {Side::kOffer, "zh", "能与", "直接对接。"},
                             {Side::kNeed, "zh", "现有的", "要一起接入。"},
                             {Side::kNeed, "zh", "首批用在", "上。"},
                             {Side::kNeed, "zh", "请说明与", "怎样衔接。"},
                             {Side::kNeed, "zh", "内部代号", "，签约后公开细节。"},
                             {Side::kOffer, "en", "It comes with the ", "."},
                             {Side::kOffer, "en", "First used for the ", "."},
                             {Side::kOffer, "en", "Ask to see the ", " on site."},
                             {Side::kOffer, "en", "It connects to the ", " as delivered."},
                             {Side::kNeed, "en", "It has to work with our ", "."},
                             {Side::kNeed, "en", "The first batch goes into the ", "."},
                             {Side::kNeed, "en", "Please say how it would fit the ", "."},
                             {Side::kNeed, "en", "Details of the ", " follow after signing."}};

// One of `rows` for which `fits` holds, uniformly; null where there is none.
template <typename Row, size_t count, typename Fits>
const Row* DrawRow(const Row (&rows)[count], Fits fits, Draws& draws) {
  std::vector<const Row*> fitting;
  for (const Row& row : rows) {
    if (fits(row)) fitting.push_back(&row);
  }
  return fitting.empty() ? nullptr : fitting[draws.Below(fitting.size())];
}

std::string DrawCoinedWord(std::string_view language, Draws& draws) {
  const uint64_t rank = draws.ZipfRank();
  return language == "zh" ? CoinedChineseWord(rank) : CoinedLatinWord(rank);
}

// A sentence that names an invented product; absent for languages without frames
// and members without a kind.
std::vector<Sentence> ProductSentence(const ExampleListing& host, const std::string& language,
                                      Draws& draws) {
  const Frame* frame = DrawRow(
      kFrames, [&](const Frame& row) { return row.side == host.side && language == row.language; },
      draws);
  const ProductNoun* noun = DrawRow(
      kProductNouns, [&](const ProductNoun& row) { return row.kind == host.kind; }, draws);
  if (frame == nullptr || noun == nullptr) return {};
  const bool chinese = language == "zh";
  // Chinese forms often carry product names in Latin letters.
  const std::string word = DrawCoinedWord(chinese && draws.Chance(1, 4) ? "en" : language, draws);
  return {Sentence{{absl::StrCat(frame->before, word, chinese ? "" : " ",
                                 chinese ? noun->zh : noun->en, frame->after)}}};
}

int64_t RoundToTwoDigits(int64_t units) {
  int64_t scale = 1;
  while (units / scale >= 100) scale *= 10;
  return (units + scale / 2) / scale * scale;
}

void VaryBudget(v1::Budget& budget, Draws& draws) {
  const int64_t percent = draws.Between(50, 200);
  budget.set_min_units(RoundToTwoDigits(budget.min_units() * percent / 100));
  budget.set_max_units(RoundToTwoDigits(budget.max_units() * percent / 100));
}

void VaryDeadline(google::protobuf::Timestamp& deadline, Draws& draws) {
  int64_t seconds = deadline.seconds() + draws.Between(0, 364) * kDaySeconds;
  if (seconds > kEndOf2030Seconds) seconds -= 365 * kDaySeconds;
  deadline.set_seconds(seconds);
}

void VaryTopics(v1::Listing& listing, const v1::Listing& donor, Draws& draws) {
  if (listing.topics_size() < 2 || donor.topics().empty()) return;
  const std::string& topic =
      donor.topics(static_cast<int>(draws.Below(static_cast<size_t>(donor.topics_size()))));
  const auto& topics = listing.topics();
  if (std::find(topics.begin(), topics.end(), topic) != topics.end()) return;
  listing.set_topics(listing.topics_size() - 1, topic);
}

}  // namespace

v1::Listing ListingComposer::Compose(const ExampleListing& host, Draws& draws) const {
  v1::Listing listing = host.listing;
  listing.clear_id();
  listing.clear_text();
  listing.clear_title();
  listing.clear_expire_time();
  listing.clear_embeddings();
  // One name of the product in all languages.
  const uint64_t brand_rank = draws.ZipfRank();
  // The order of a protobuf map differs from run to run, that of `std::map` not.
  const std::map<std::string, std::string> titles(host.listing.title().begin(),
                                                  host.listing.title().end());
  for (const auto& [language, title] : titles) {
    const std::string brand =
        language == "zh" ? CoinedChineseWord(brand_rank) : CoinedLatinWord(brand_rank);
    (*listing.mutable_title())[language] = ComposeTitle(title, language, brand, draws);
  }
  for (const auto& [language, sentences] : host.sentences) {
    (*listing.mutable_text())[language] = ComposeText(host, language, draws);
  }
  if (!host.sentences.empty() && draws.Chance(1, 4)) {
    const std::string& language = host.sentences.begin()->first;
    VaryTopics(listing, examples_.DrawDonor(host, language, draws).listing, draws);
  }
  if (listing.has_budget()) VaryBudget(*listing.mutable_budget(), draws);
  if (listing.has_deadline()) VaryDeadline(*listing.mutable_deadline(), draws);
  return listing;
}

std::string ListingComposer::ComposeTitle(const std::string& title, const std::string& language,
                                          const std::string& brand, Draws& draws) const {
  if (draws.Chance(1, 3)) return title;
  return language == "zh" ? absl::StrCat("「", brand, "」", title)
                          : absl::StrCat(brand, ": ", title);
}

const Sentence* ListingComposer::DrawOtherSentence(const ExampleListing& host,
                                                   const std::string& language,
                                                   Draws& draws) const {
  const ExampleListing& donor = examples_.DrawDonor(host, language, draws);
  const bool near = SharedTopics(host.listing, donor.listing) > 0;
  if (!draws.Chance(near ? 4 : 1, 8)) return nullptr;
  const std::vector<Sentence>& sentences = donor.sentences.at(language);
  return &sentences[draws.Below(sentences.size())];
}

std::string ListingComposer::ComposeText(const ExampleListing& host, const std::string& language,
                                         Draws& draws) const {
  std::vector<Sentence> text;
  for (const Sentence& own : host.sentences.at(language)) {
    Sentence sentence = own;
    if (const Sentence* other = DrawOtherSentence(host, language, draws)) sentence = *other;
    if (const Sentence* tail = DrawOtherSentence(host, language, draws)) {
      sentence = Cross(sentence, *tail, draws);
    }
    const bool repeated = std::any_of(text.begin(), text.end(), [&](const Sentence& other) {
      return other.clauses == sentence.clauses;
    });
    if (!repeated) text.push_back(std::move(sentence));
  }
  if (draws.Chance(7, 8)) {
    for (Sentence& product : ProductSentence(host, language, draws)) {
      text.push_back(std::move(product));
    }
  }
  return JoinSentences(text, language);
}

}  // namespace counterpoint::sample
