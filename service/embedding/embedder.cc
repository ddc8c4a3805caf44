#include "service/embedding/embedder.h"

#include <algorithm>
#include <memory>

#include "absl/container/btree_map.h"
#include "absl/time/clock.h"
#include "service/conversion/member_profile.h"
#include "service/conversion/member_record.h"

namespace counterpoint::service {
namespace {

constexpr std::size_t kMembersOfRound = 256;
constexpr std::size_t kMaxRefused = 100'000;
constexpr std::size_t kNeedsBytes = 16 << 20;
// What is sent to see whether the server answers.
constexpr char kProbe[] = "counterpoint";

std::vector<std::string> TextsOf(absl::Span<const TextToEmbed> texts) {
  std::vector<std::string> strings;
  for (const TextToEmbed& text : texts) strings.push_back(text.text);
  return strings;
}

}  // namespace

Embedder::Embedder(const EmbeddingOptions& options, std::string token, storage::Store& store)
    : options_(options),
      store_(store),
      client_(options, std::move(token)),
      cache_(options.model, store, options.memory_bytes),
      needs_(kNeedsBytes),
      gate_(options.first_absence, options.longest_absence),
      query_gate_(options.first_absence, options.longest_absence) {}

Embedder::~Embedder() { Stop(); }

void Embedder::Start(Events events) {
  events_ = std::move(events);
  thread_ = std::thread([this] { Work(); });
}

void Embedder::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopped_ = true;
  }
  client_.Stop();
  if (thread_.joinable()) thread_.join();
}

Embedder::Coverage Embedder::Cover(const storage::ReadView& view, const std::string& alliance,
                                   matching::MemberProfile& profile) {
  Coverage coverage;
  for (const TextToEmbed& text : TextsToEmbed(options_.model, profile)) {
    const std::string id = cache_.IdOf(text.text);
    coverage.marks.push_back(EmbeddingCache::Mark(id));
    if (const SharedVector vector = cache_.Find(view, alliance, id)) {
      text.embeddings->push_back({options_.model, *vector});
      continue;
    }
    ++coverage.missing;
    if (!IsRefused(id)) coverage.can_come = true;
  }
  return coverage;
}

void Embedder::Want(const std::string& alliance, const std::string& member) {
  absl::MutexLock lock(&mutex_);
  if (is_wanted_.insert({alliance, member}).second) wanted_.emplace_back(alliance, member);
}

bool Embedder::CoverNeed(const storage::ReadView& view, const std::string& alliance,
                         matching::ListingProfile& need) {
  if (CoverNeedAgain(view, alliance, need)) return true;
  if (!MayQuery()) return false;
  const std::vector<TextToEmbed> texts = TextsToEmbed(options_.model, need);
  EmbeddingResult result = client_.EmbedWithin(options_.query_budget, TextsOf(texts));
  NoteQuery(result);
  if (!result.ok()) return false;
  const auto vector = std::make_shared<const std::vector<float>>(std::move(result.vectors[0]));
  needs_.Put(alliance + "/" + cache_.IdOf(texts[0].text), vector);
  texts[0].embeddings->push_back({options_.model, *vector});
  return true;
}

bool Embedder::CoverNeedAgain(const storage::ReadView& view, const std::string& alliance,
                              matching::ListingProfile& need) {
  for (const TextToEmbed& text : TextsToEmbed(options_.model, need)) {
    const std::string id = cache_.IdOf(text.text);
    SharedVector vector = needs_.Find(alliance + "/" + id);
    if (vector == nullptr) vector = cache_.Find(view, alliance, id);
    if (vector == nullptr) return false;
    text.embeddings->push_back({options_.model, *vector});
  }
  return true;
}

bool Embedder::IsAway() const {
  absl::ReaderMutexLock lock(&mutex_);
  return gate_.IsAway();
}

std::optional<absl::Time> Embedder::last_success() const {
  absl::ReaderMutexLock lock(&mutex_);
  return last_success_;
}

void Embedder::Work() {
  while (AwaitWork()) {
    const Round round = Gather();
    if (round.members.empty()) {
      if (IsAway()) Probe();
    } else if (FetchAll(round.texts)) {
      Announce(round.members);
    } else {
      PutBack(round.members);
    }
  }
}

bool Embedder::AwaitWork() {
  absl::MutexLock lock(&mutex_);
  mutex_.Await(absl::Condition(this, &Embedder::HasWork));
  while (!stopped_ && absl::Now() < gate_.next_attempt()) {
    mutex_.AwaitWithDeadline(absl::Condition(&stopped_), gate_.next_attempt());
  }
  return !stopped_;
}

std::optional<Embedder::MemberOfAlliance> Embedder::TakeWanted() {
  absl::MutexLock lock(&mutex_);
  if (wanted_.empty()) return std::nullopt;
  MemberOfAlliance member = std::move(wanted_.front());
  wanted_.pop_front();
  is_wanted_.erase(member);
  return member;
}

void Embedder::PutBack(const std::vector<MemberOfAlliance>& members) {
  absl::MutexLock lock(&mutex_);
  for (auto member = members.rbegin(); member != members.rend(); ++member) {
    if (is_wanted_.insert(*member).second) wanted_.push_front(*member);
  }
}

Embedder::Round Embedder::Gather() {
  absl::flat_hash_set<std::string> seen;  // Alliance and id of texts in the round.
  Round round;
  while (round.members.size() < kMembersOfRound && round.texts.size() < options_.max_batch_texts) {
    const auto member = TakeWanted();
    if (!member) break;
    // Made after the member is taken: one that is wanted meanwhile may be newer than any before.
    AddMissing(*store_.View(), *member, seen, round);
  }
  return round;
}

void Embedder::AddMissing(const storage::ReadView& view, const MemberOfAlliance& member,
                          absl::flat_hash_set<std::string>& seen, Round& round) {
  const auto& [alliance, id] = member;
  const auto record = view.Get(alliance, storage::Collection::kMember, id);
  // One that is gone needs nothing; one that cannot be read is the index's to report.
  if (!record.ok()) return;
  const auto message = conversion::MemberOf(alliance, *record);
  if (!message.ok()) return;
  matching::MemberProfile profile = conversion::ProfileOf(id, *message, record->update_time);
  round.members.push_back(member);
  for (TextToEmbed& text : TextsToEmbed(options_.model, profile)) {
    std::string text_id = cache_.IdOf(text.text);
    if (IsRefused(text_id) || cache_.Find(view, alliance, text_id) != nullptr) continue;
    if (!seen.insert(alliance + "/" + text_id).second) continue;
    round.texts.push_back({member, std::move(text_id), std::move(text.text)});
  }
}

bool Embedder::FetchAll(const std::vector<Missing>& texts) {
  std::size_t begin = 0;
  while (begin < texts.size()) {
    std::size_t end = begin;
    std::size_t bytes = 0;
    while (end < texts.size() && end - begin < options_.max_batch_texts) {
      bytes += texts[end].text.size();
      if (end > begin && bytes > options_.max_batch_bytes) break;
      ++end;
    }
    if (!Fetch(absl::MakeSpan(texts).subspan(begin, end - begin))) return false;
    begin = end;
  }
  return true;
}

bool Embedder::Fetch(Batch batch) {
  EmbeddingResult result = Ask(batch);
  if (result.ok()) {
    Keep(batch, std::move(result.vectors));
    return true;
  }
  // A server that refuses any text at all is set up wrongly, here or there.
  return result.outcome == EmbeddingOutcome::kTextsRefused && Probe() && FetchApart(batch);
}

// Finds out which texts of a refused batch the server takes, by halves.
bool Embedder::FetchApart(Batch batch) {
  const std::size_t middle = batch.size() / 2;
  for (const Batch half : {batch.subspan(0, middle), batch.subspan(middle)}) {
    if (half.empty()) continue;
    EmbeddingResult result = Ask(half);
    if (result.ok()) {
      Keep(half, std::move(result.vectors));
    } else if (result.outcome != EmbeddingOutcome::kTextsRefused) {
      return false;
    } else if (half.size() == 1) {
      Refuse(half[0], result.status);
    } else if (!FetchApart(half)) {
      return false;
    }
  }
  return true;
}

EmbeddingResult Embedder::Ask(Batch batch) {
  std::vector<std::string> texts;
  for (const Missing& missing : batch) texts.push_back(missing.text);
  EmbeddingResult result = client_.Embed(texts);
  Note(result);
  return result;
}

bool Embedder::Probe() {
  EmbeddingResult result = client_.Embed({kProbe});
  if (result.outcome == EmbeddingOutcome::kTextsRefused) {
    result.outcome = EmbeddingOutcome::kRefused;
  }
  Note(result);
  return result.ok();
}

void Embedder::Keep(Batch batch, Vectors vectors) {
  absl::btree_map<std::string, std::vector<std::pair<std::string, SharedVector>>> by_alliance;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    by_alliance[batch[i].member.first].emplace_back(
        batch[i].id, std::make_shared<const std::vector<float>>(std::move(vectors[i])));
  }
  for (const auto& [alliance, kept] : by_alliance) {
    // Without them a restart fetches them anew.
    const absl::Status status = cache_.Put(alliance, kept);
    if (!status.ok()) events_.failed(alliance, "", status);
  }
}

void Embedder::Announce(const std::vector<MemberOfAlliance>& members) {
  absl::btree_map<std::string, std::vector<std::string>> by_alliance;
  for (const auto& [alliance, member] : members) by_alliance[alliance].push_back(member);
  for (const auto& [alliance, of_alliance] : by_alliance) events_.arrived(alliance, of_alliance);
}

void Embedder::Note(const EmbeddingResult& result) {
  if (result.outcome == EmbeddingOutcome::kStopped) return;
  const absl::Time now = absl::Now();
  bool goes_away = false;
  {
    absl::MutexLock lock(&mutex_);
    if (result.ok()) last_success_ = now;
    if (result.ok() || result.outcome == EmbeddingOutcome::kTextsRefused) {
      gate_.Succeeded();
    } else {
      goes_away = !stopped_ && !gate_.IsAway();
      gate_.Failed(now, std::min(result.retry_after, absl::Hours(1)));
    }
  }
  if (goes_away) events_.failed("", "", result.status);
}

void Embedder::NoteQuery(const EmbeddingResult& result) {
  const bool late = result.outcome == EmbeddingOutcome::kNoAnswer;
  {
    absl::MutexLock lock(&mutex_);
    if (result.ok()) query_gate_.Succeeded();
    if (late) query_gate_.Failed(absl::Now(), {});
  }
  if (!late && result.outcome != EmbeddingOutcome::kTextsRefused) Note(result);
}

bool Embedder::MayQuery() {
  absl::MutexLock lock(&mutex_);
  return options_.query_budget > absl::ZeroDuration() && !gate_.IsAway() &&
         query_gate_.Enter(absl::Now());
}

void Embedder::Refuse(const Missing& text, const absl::Status& reason) {
  {
    absl::MutexLock lock(&mutex_);
    if (refused_.size() >= kMaxRefused) refused_.clear();
    refused_.insert(text.id);
  }
  events_.failed(text.member.first, text.member.second, reason);
}

bool Embedder::IsRefused(const std::string& id) const {
  absl::ReaderMutexLock lock(&mutex_);
  return refused_.contains(id);
}

}  // namespace counterpoint::service
