#include "service/embedding/embedding_cache.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "service/live_index/kept_features.h"
#include "storage/digest.h"

namespace counterpoint::service {
namespace {

constexpr std::size_t kPruneBatch = 1000;

std::string Encode(const std::vector<float>& vector) {
  std::string bytes;
  bytes.reserve(4 * vector.size());
  for (const float value : vector) {
    std::uint32_t bits;
    std::memcpy(&bits, &value, sizeof(bits));
    for (int shift = 0; shift < 32; shift += 8) bytes.push_back(static_cast<char>(bits >> shift));
  }
  return bytes;
}

SharedVector Decode(absl::string_view bytes) {
  if (bytes.empty() || bytes.size() % 4 != 0) return nullptr;
  auto vector = std::make_shared<std::vector<float>>(bytes.size() / 4);
  for (std::size_t i = 0; i < vector->size(); ++i) {
    std::uint32_t bits = 0;
    for (std::size_t b = 4; b-- > 0;) {
      bits = bits << 8 | static_cast<unsigned char>(bytes[4 * i + b]);
    }
    std::memcpy(&(*vector)[i], &bits, sizeof(bits));
    if (!std::isfinite((*vector)[i])) return nullptr;
  }
  return vector;
}

std::string MemoryKey(const std::string& alliance, const std::string& id) {
  return absl::StrCat(alliance, "/", id);
}

}  // namespace

std::string EmbeddingCache::IdOf(absl::string_view text) const {
  return absl::StrCat(model_, absl::string_view("\0", 1), storage::DigestOf(text));
}

std::uint64_t EmbeddingCache::Mark(absl::string_view id) {
  std::uint64_t mark = 0;
  for (const char c : id.substr(id.size() - std::min<std::size_t>(id.size(), 8))) {
    mark = mark << 8 | static_cast<unsigned char>(c);
  }
  return mark;
}

SharedVector EmbeddingCache::Find(const storage::ReadView& view, const std::string& alliance,
                                  const std::string& id) {
  const std::string key = MemoryKey(alliance, id);
  SharedVector vector = memory_.Find(key);
  if (vector == nullptr) {
    const auto kept = view.GetDerived(alliance, kKeptEmbedding, id);
    if (kept.ok()) vector = Decode(*kept);
    if (vector != nullptr) memory_.Put(key, vector);
  }
  ++(vector == nullptr ? misses_ : hits_);
  return vector;
}

absl::Status EmbeddingCache::Put(const std::string& alliance,
                                 const std::vector<std::pair<std::string, SharedVector>>& vectors) {
  std::vector<storage::Store::Derived> items;
  for (const auto& [id, vector] : vectors) {
    memory_.Put(MemoryKey(alliance, id), vector);
    items.push_back({id, Encode(*vector)});
  }
  return store_.PutDerived(alliance, kKeptEmbedding, items);
}

absl::Status EmbeddingCache::Prune(const storage::ReadView& view, const std::string& alliance,
                                   const absl::flat_hash_set<std::uint64_t>& used) {
  const std::string of_model = absl::StrCat(model_, absl::string_view("\0", 1));
  const auto cursor = view.ScanDerived(alliance, kKeptEmbedding);
  std::vector<storage::Store::Derived> deletions;
  storage::Record kept;
  for (;;) {
    const auto more = cursor->Next(kept);
    if (!more.ok()) return more.status();
    if (*more && (!absl::StartsWith(kept.id, of_model) || !used.contains(Mark(kept.id)))) {
      deletions.push_back({kept.id, ""});
    }
    if (deletions.size() == kPruneBatch || (!*more && !deletions.empty())) {
      const absl::Status deleted = store_.PutDerived(alliance, kKeptEmbedding, deletions);
      if (!deleted.ok()) return deleted;
      deletions.clear();
    }
    if (!*more) return absl::OkStatus();
  }
}

}  // namespace counterpoint::service
