#include "tests/fuzz/rpc/request_maker.h"

#include <cmath>
#include <limits>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/timestamp.pb.h"

namespace counterpoint::fuzz {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr int kDeepest = 6;
constexpr std::size_t kMostSeen = 16;
constexpr std::size_t kLongestSeen = 400;
// More than lists may be long.
constexpr int kMany = 300;

template <typename T, std::size_t kCount>
const T& OneOf(ByteSource& source, const T (&choices)[kCount]) {
  return choices[source.Below(kCount)];
}

std::int64_t Integer(ByteSource& source) {
  static constexpr std::int64_t kIntegers[] = {0,
                                               1,
                                               -1,
                                               2,
                                               3,
                                               10,
                                               63,
                                               64,
                                               100,
                                               1000,
                                               1001,
                                               1'000'000'000,
                                               std::numeric_limits<std::int32_t>::max(),
                                               std::numeric_limits<std::int32_t>::min(),
                                               std::numeric_limits<std::int64_t>::max(),
                                               std::numeric_limits<std::int64_t>::min()};
  return source.Coin() ? OneOf(source, kIntegers) : source.Number<std::int8_t>();
}

double Real(ByteSource& source) {
  static constexpr double kReals[] = {0.0,
                                      1.0,
                                      -1.0,
                                      0.5,
                                      1e-300,
                                      1e308,
                                      -1e308,
                                      -0.0,
                                      100.0,
                                      std::numeric_limits<double>::quiet_NaN(),
                                      std::numeric_limits<double>::infinity(),
                                      -std::numeric_limits<double>::infinity(),
                                      std::numeric_limits<double>::denorm_min()};
  return source.Coin() ? OneOf(source, kReals) : source.Byte() / 255.0;
}

// UTF-8 of any bytes: what is no character of ASCII becomes another one.
std::string Utf8(const std::string& bytes) {
  static constexpr const char* kCharacters[] = {"游",     "音",     "é", "🎻",
                                                "\u2028", "\u0301", "ｱ", "\u200b"};
  std::string text;
  for (const char c : bytes) {
    if (static_cast<unsigned char>(c) < 0x80) {
      text.push_back(c);
    } else {
      text += kCharacters[static_cast<unsigned char>(c) % std::size(kCharacters)];
    }
  }
  return text;
}

const FieldDescriptor* FieldOf(ByteSource& source, const Descriptor& type) {
  return type.field_count() == 0 ? nullptr
                                 : type.field(static_cast<int>(
                                       source.Below(static_cast<std::size_t>(type.field_count()))));
}

}  // namespace

RequestMaker::RequestMaker(std::vector<std::string> words) : words_(std::move(words)) {}

void RequestMaker::Change(ByteSource& source, int most, Message& message) const {
  for (std::size_t count = source.Below(static_cast<std::size_t>(most) + 1); count > 0; --count) {
    ChangeOne(source, 0, message);
  }
}

void RequestMaker::ChangeOne(ByteSource& source, int depth, Message& message) const {
  const auto* reflection = message.GetReflection();
  // As often one that is set as any.
  std::vector<const FieldDescriptor*> set;
  reflection->ListFields(message, &set);
  const FieldDescriptor* field = !set.empty() && source.Coin()
                                     ? set[source.Below(set.size())]
                                     : FieldOf(source, *message.GetDescriptor());
  if (field == nullptr) return;
  if (source.Below(16) == 0) return reflection->ClearField(&message, field);
  if (field->is_repeated()) return ChangeRepeated(source, depth, *field, message);
  SetSingle(source, depth, *field, message);
}

void RequestMaker::SetSingle(ByteSource& source, int depth, const Field& field,
                             Message& message) const {
  const auto* reflection = message.GetReflection();
  switch (field.cpp_type()) {
    case Field::CPPTYPE_INT32:
      return reflection->SetInt32(&message, &field, static_cast<std::int32_t>(Integer(source)));
    case Field::CPPTYPE_INT64:
      return reflection->SetInt64(&message, &field, Integer(source));
    case Field::CPPTYPE_UINT32:
      return reflection->SetUInt32(&message, &field, static_cast<std::uint32_t>(Integer(source)));
    case Field::CPPTYPE_UINT64:
      return reflection->SetUInt64(&message, &field, static_cast<std::uint64_t>(Integer(source)));
    case Field::CPPTYPE_DOUBLE:
      return reflection->SetDouble(&message, &field, Real(source));
    case Field::CPPTYPE_FLOAT:
      return reflection->SetFloat(&message, &field, static_cast<float>(Real(source)));
    case Field::CPPTYPE_BOOL:
      return reflection->SetBool(&message, &field, source.Coin());
    case Field::CPPTYPE_ENUM:
      // Also one that is not declared.
      return reflection->SetEnumValue(
          &message, &field,
          static_cast<int>(
              source.Below(static_cast<std::size_t>(field.enum_type()->value_count()) + 2)) -
              1);
    case Field::CPPTYPE_STRING:
      return reflection->SetString(
          &message, &field,
          field.type() == Field::TYPE_BYTES ? source.Text() : Text(source, field.name()));
    case Field::CPPTYPE_MESSAGE: {
      Message& inner = *reflection->MutableMessage(&message, &field);
      if (!FillWellKnown(source, inner, message) && depth < kDeepest) {
        ChangeOne(source, depth + 1, inner);
      }
      return;
    }
  }
}

void RequestMaker::ChangeRepeated(ByteSource& source, int depth, const Field& field,
                                  Message& message) const {
  const auto* reflection = message.GetReflection();
  const int size = reflection->FieldSize(message, &field);
  switch (source.Below(8)) {
    case 0:
      return reflection->ClearField(&message, &field);
    case 1:
      if (size > 0) reflection->RemoveLast(&message, &field);
      return;
    case 2:  // Too many, now and then.
      if (source.Below(8) == 0) {
        for (int i = size; i < kMany; ++i) AddOne(source, depth, field, message);
      }
      return;
    case 3:  // One of them twice.
      if (size > 0 && field.cpp_type() == Field::CPPTYPE_MESSAGE && !field.is_map()) {
        reflection->AddMessage(&message, &field)
            ->CopyFrom(reflection->GetRepeatedMessage(message, &field, 0));
      }
      return;
    case 4:
    case 5:
      if (size > 0 && field.cpp_type() == Field::CPPTYPE_MESSAGE && depth < kDeepest) {
        const int at = static_cast<int>(source.Below(static_cast<std::size_t>(size)));
        ChangeOne(source, depth + 1, *reflection->MutableRepeatedMessage(&message, &field, at));
      }
      return;
    default:
      return AddOne(source, depth, field, message);
  }
}

void RequestMaker::AddOne(ByteSource& source, int depth, const Field& field,
                          Message& message) const {
  const auto* reflection = message.GetReflection();
  switch (field.cpp_type()) {
    case Field::CPPTYPE_INT32:
      return reflection->AddInt32(&message, &field, static_cast<std::int32_t>(Integer(source)));
    case Field::CPPTYPE_INT64:
      return reflection->AddInt64(&message, &field, Integer(source));
    case Field::CPPTYPE_UINT32:
      return reflection->AddUInt32(&message, &field, static_cast<std::uint32_t>(Integer(source)));
    case Field::CPPTYPE_UINT64:
      return reflection->AddUInt64(&message, &field, static_cast<std::uint64_t>(Integer(source)));
    case Field::CPPTYPE_DOUBLE:
      return reflection->AddDouble(&message, &field, Real(source));
    case Field::CPPTYPE_FLOAT:
      return reflection->AddFloat(&message, &field, static_cast<float>(Real(source)));
    case Field::CPPTYPE_BOOL:
      return reflection->AddBool(&message, &field, source.Coin());
    case Field::CPPTYPE_ENUM:
      return reflection->AddEnumValue(
          &message, &field,
          static_cast<int>(
              source.Below(static_cast<std::size_t>(field.enum_type()->value_count()) + 2)) -
              1);
    case Field::CPPTYPE_STRING:
      return reflection->AddString(
          &message, &field,
          field.type() == Field::TYPE_BYTES ? source.Text() : Text(source, field.name()));
    case Field::CPPTYPE_MESSAGE: {
      Message& inner = *reflection->AddMessage(&message, &field);
      if (FillWellKnown(source, inner, message) || depth >= kDeepest) return;
      // Of a map's entry both key and value.
      for (int i = 0; i < (field.is_map() ? 4 : 2); ++i) ChangeOne(source, depth + 1, inner);
      return;
    }
  }
}

bool RequestMaker::FillWellKnown(ByteSource& source, Message& message,
                                 const Message& within) const {
  static constexpr std::int64_t kSeconds[] = {0,
                                              1'700'000'000,
                                              1'900'000'000,
                                              -1,
                                              -62'135'596'800,
                                              -62'135'596'801,
                                              253'402'300'799,
                                              253'402'300'800,
                                              315'576'000'001,
                                              60,
                                              86'400,
                                              std::numeric_limits<std::int64_t>::max(),
                                              std::numeric_limits<std::int64_t>::min()};
  static constexpr std::int32_t kNanos[] = {0, 0, 0, 0, 1, 999'999'999, 1'000'000'000, -1};
  if (auto* timestamp = dynamic_cast<google::protobuf::Timestamp*>(&message)) {
    timestamp->set_seconds(OneOf(source, kSeconds));
    timestamp->set_nanos(OneOf(source, kNanos));
    return true;
  }
  if (auto* duration = dynamic_cast<google::protobuf::Duration*>(&message)) {
    duration->set_seconds(OneOf(source, kSeconds));
    duration->set_nanos(OneOf(source, kNanos));
    return true;
  }
  if (auto* mask = dynamic_cast<google::protobuf::FieldMask*>(&message)) {
    // Paths of what is updated, which stands beside the mask.
    const FieldDescriptor* updated = within.GetDescriptor()->field(0);
    if (source.Below(4) == 0) mask->Clear();
    mask->add_paths(updated->message_type() == nullptr ? Text(source, "paths")
                                                       : Path(source, *updated->message_type()));
    return true;
  }
  return false;
}

std::string RequestMaker::Path(ByteSource& source, const Descriptor& type) const {
  static constexpr const char* kOdd[] = {"*", "", "no_such", "name.", ".name", "displayName"};
  if (source.Below(8) == 0) return OneOf(source, kOdd);
  std::string path;
  const Descriptor* at = &type;
  for (int depth = 0; at != nullptr && depth < 4; ++depth) {
    const FieldDescriptor* field = FieldOf(source, *at);
    if (field == nullptr) break;
    absl::StrAppend(&path, path.empty() ? "" : ".", field->name());
    at = source.Below(4) == 0 ? field->message_type() : nullptr;
  }
  return path;
}

std::string RequestMaker::Text(ByteSource& source, const std::string& field) const {
  const auto seen = seen_.find(field);
  if (seen != seen_.end() && source.Below(3) == 0) {
    return seen->second[source.Below(seen->second.size())];
  }
  switch (source.Below(8)) {
    case 0:
      return Utf8(source.Text());
    case 1:
      return std::string(std::size_t{1} << source.Below(16), 'x');
    case 2:
      return "";
    default:
      return words_[source.Below(words_.size())];
  }
}

void RequestMaker::Learn(const Message& answer) {
  std::vector<const FieldDescriptor*> set;
  const auto* reflection = answer.GetReflection();
  reflection->ListFields(answer, &set);
  for (const FieldDescriptor* field : set) {
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      const int size = field->is_repeated() ? reflection->FieldSize(answer, field) : 1;
      // The first few of a list have seen it all.
      for (int i = 0; i < size && i < 3; ++i) {
        Learn(field->is_repeated() ? reflection->GetRepeatedMessage(answer, field, i)
                                   : reflection->GetMessage(answer, field));
      }
      continue;
    }
    if (field->type() != FieldDescriptor::TYPE_STRING || field->is_repeated()) continue;
    const std::string text = reflection->GetString(answer, field);
    if (text.size() > kLongestSeen) continue;
    // "next_page_token" is for "page_token".
    auto& texts = seen_[std::string(absl::StripPrefix(field->name(), "next_"))];
    texts.push_back(text);
    if (texts.size() > kMostSeen) texts.pop_front();
  }
}

}  // namespace counterpoint::fuzz
