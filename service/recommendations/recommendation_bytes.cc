#include "service/recommendations/recommendation_bytes.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "counterpoint/v1/recommendation_service.pb.h"
#include "google/protobuf/io/coded_stream.h"

namespace counterpoint::service {
namespace {

using google::protobuf::io::CodedOutputStream;

enum WireType : std::uint32_t { kVarint = 0, kFixed64 = 1, kBytes = 2 };

constexpr std::uint32_t Tag(int field, WireType type) {
  return static_cast<std::uint32_t>(field) << 3U | type;
}

// Fields that take few bytes, one after the other.
class ShortFields {
 public:
  void Varint(int field, std::uint32_t value) {
    if (value == 0) return;
    end_ = CodedOutputStream::WriteTagToArray(Tag(field, kVarint), end_);
    end_ = CodedOutputStream::WriteVarint32ToArray(value, end_);
  }
  void Double(int field, double value) {
    std::uint64_t bits;
    std::memcpy(&bits, &value, sizeof(bits));
    end_ = CodedOutputStream::WriteTagToArray(Tag(field, kFixed64), end_);
    end_ = CodedOutputStream::WriteLittleEndian64ToArray(bits, end_);
  }
  absl::string_view bytes() const {
    return {reinterpret_cast<const char*>(buffer_.data()),
            static_cast<std::size_t>(end_ - buffer_.data())};
  }

 private:
  std::array<std::uint8_t, 64> buffer_;
  std::uint8_t* end_ = buffer_.data();
};

void AppendBegin(int field, std::size_t size, std::string& out) {
  std::array<std::uint8_t, 16> buffer;
  std::uint8_t* end = CodedOutputStream::WriteTagToArray(Tag(field, kBytes), buffer.data());
  end = CodedOutputStream::WriteVarint32ToArray(static_cast<std::uint32_t>(size), end);
  out.append(reinterpret_cast<const char*>(buffer.data()),
             static_cast<std::size_t>(end - buffer.data()));
}

void AppendBytes(int field, absl::string_view bytes, std::string& out) {
  AppendBegin(field, bytes.size(), out);
  out.append(bytes.data(), bytes.size());
}

// With tag and length.
std::size_t SizeOf(absl::string_view bytes) {
  return 1 + CodedOutputStream::VarintSize32(static_cast<std::uint32_t>(bytes.size())) +
         bytes.size();
}

}  // namespace

void AppendRecommendation(const RecommendationFields& fields, std::string& list) {
  using Message = v1::Recommendation;
  ShortFields numbers;
  numbers.Varint(Message::kPlaceFieldNumber, static_cast<std::uint32_t>(fields.place));
  if (fields.score != 0) numbers.Double(Message::kScoreFieldNumber, fields.score);
  if (fields.gain != 0) numbers.Double(Message::kGainFieldNumber, fields.gain);
  if (fields.partner_gain != 0) {
    numbers.Double(Message::kPartnerGainFieldNumber, fields.partner_gain);
  }
  if (!std::isnan(fields.acceptance)) {
    numbers.Double(Message::kAcceptanceProbabilityFieldNumber, fields.acceptance);
  }
  numbers.Varint(Message::kPinnedFieldNumber, fields.pinned ? 1 : 0);
  ShortFields flags;
  flags.Varint(Message::kPartnerChangedFieldNumber, fields.partner_changed ? 1 : 0);

  const std::size_t rule = fields.staff_rule.empty() ? 0 : SizeOf(fields.staff_rule);
  AppendBegin(v1::RecommendationList::kRecommendationsFieldNumber,
              SizeOf(fields.partner) + numbers.bytes().size() + rule + flags.bytes().size(), list);
  AppendBytes(Message::kPartnerFieldNumber, fields.partner, list);
  list.append(numbers.bytes().data(), numbers.bytes().size());
  if (rule > 0) AppendBytes(Message::kStaffRuleFieldNumber, fields.staff_rule, list);
  list.append(flags.bytes().data(), flags.bytes().size());
}

void AppendMember(absl::string_view name, std::string& list) {
  AppendBytes(v1::RecommendationList::kMemberFieldNumber, name, list);
}

void AppendMemberChanged(bool changed, std::string& list) {
  ShortFields flag;
  flag.Varint(v1::RecommendationList::kMemberChangedFieldNumber, changed ? 1 : 0);
  list.append(flag.bytes().data(), flag.bytes().size());
}

void AppendAttributionToken(absl::string_view token, std::string& list) {
  AppendBytes(v1::RecommendationList::kAttributionTokenFieldNumber, token, list);
}

void AppendList(absl::string_view list, std::string& response) {
  AppendBytes(v1::ListRecommendationsResponse::kListFieldNumber, list, response);
}

void AppendProvenance(absl::string_view provenance, bool stale, std::string& response) {
  ShortFields flag;
  flag.Varint(v1::StoredProvenance::kStaleFieldNumber, stale ? 1 : 0);
  AppendBegin(v1::ListRecommendationsResponse::kProvenanceFieldNumber,
              provenance.size() + flag.bytes().size(), response);
  response.append(provenance.data(), provenance.size());
  response.append(flag.bytes().data(), flag.bytes().size());
}

void AppendNextPageToken(absl::string_view token, std::string& response) {
  if (token.empty()) return;
  AppendBytes(v1::ListRecommendationsResponse::kNextPageTokenFieldNumber, token, response);
}

}  // namespace counterpoint::service
