#include "tests/service/validation/random_edits.h"

#include <cstdint>
#include <limits>

#include "google/protobuf/descriptor.h"

namespace counterpoint::validation {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr std::int64_t kIntegers[] = {
    0, 1, 2, -1, 7, 2020, INT32_MAX, INT32_MIN, INT64_MAX, INT64_MIN, 100, 1'900'000'000};
constexpr double kNumbers[] = {0,
                               -0.0,
                               0.25,
                               1,
                               -1,
                               1e308,
                               5e-324,
                               std::numeric_limits<double>::quiet_NaN(),
                               std::numeric_limits<double>::infinity(),
                               -std::numeric_limits<double>::infinity()};
constexpr int kEnumNumbers[] = {0, 1, 2, 3, 4, 5, 6, 11, -1, 99, INT32_MAX, INT32_MIN};

}  // namespace

std::string RandomEdits::Text() {
  static const std::string kTexts[] = {"",
                                       "zh",
                                       "en",
                                       "de",
                                       "games",
                                       "esports",
                                       "CN",
                                       "CN-SH",
                                       "CNY",
                                       "USD",
                                       "own-one",
                                       "x1",
                                       "1",
                                       "2",
                                       "alliances/a",
                                       "alliances/a/members/m",
                                       "alliances/b/members/m",
                                       "members/n",
                                       "*",
                                       "policy.floor",
                                       "needs",
                                       "policy",
                                       "display_name",
                                       "etag",
                                       "a new label",
                                       "电子游戏音乐",
                                       "\xff\xfe",
                                       "caf\xe9",
                                       "\xed\xa0\x80",
                                       "\x01",
                                       "a\nb",
                                       "\xe2\x80\x8f",
                                       "\"]",
                                       "-",
                                       "!",
                                       std::string("\0", 1),
                                       std::string(63, 'y'),
                                       std::string(64, 'y'),
                                       std::string(501, 'z'),
                                       std::string(30'000, 'w')};
  if (Below(8) != 0) return kTexts[Below(std::size(kTexts))];
  std::string bytes(Below(12), '\0');
  for (char& byte : bytes) byte = static_cast<char>(random_());
  return bytes;
}

void RandomEdits::SetSingular(Message& message, const Field* field) {
  const Reflection& reflection = *message.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection.SetInt32(&message, field, static_cast<std::int32_t>(OneOf(kIntegers)));
    case FieldDescriptor::CPPTYPE_INT64:
      return reflection.SetInt64(&message, field, OneOf(kIntegers));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return reflection.SetDouble(&message, field, OneOf(kNumbers));
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.SetBool(&message, field, Below(2) == 0);
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.SetEnumValue(&message, field, OneOf(kEnumNumbers));
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection.SetString(&message, field, Text());
    default:
      return Apply(*reflection.MutableMessage(&message, field));
  }
}

void RandomEdits::Append(Message& message, const Field* field) {
  const Reflection& reflection = *message.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_FLOAT:
      return reflection.AddFloat(&message, field, static_cast<float>(OneOf(kNumbers)));
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.AddEnumValue(&message, field, OneOf(kEnumNumbers));
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection.AddString(&message, field, Text());
    default:
      return Apply(*reflection.AddMessage(&message, field));
  }
}

void RandomEdits::ChangeRepeated(Message& message, const Field* field) {
  const Reflection& reflection = *message.GetReflection();
  const int size = reflection.FieldSize(message, field);
  const bool holds_messages = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
  const std::size_t choice = Below(16);
  if (choice == 0) {
    reflection.ClearField(&message, field);
  } else if (choice == 1 && size > 0) {
    reflection.RemoveLast(&message, field);
  } else if (choice == 2) {
    for (int i = 0; i < 70; ++i) Append(message, field);
  } else if (choice < 10 && size > 0 && holds_messages) {
    const auto index = static_cast<int>(Below(static_cast<std::size_t>(size)));
    Apply(*reflection.MutableRepeatedMessage(&message, field, index));
  } else if (choice < 12 && size > 0 && holds_messages) {
    // A copy first: adding may move the original.
    Message* copy = reflection.GetRepeatedMessage(message, field, 0).New();
    copy->CopyFrom(reflection.GetRepeatedMessage(message, field, 0));
    reflection.AddAllocatedMessage(&message, field, copy);
  } else {
    Append(message, field);
  }
}

void RandomEdits::Apply(Message& message) {
  const auto fields = static_cast<std::size_t>(message.GetDescriptor()->field_count());
  const Field* field = message.GetDescriptor()->field(static_cast<int>(Below(fields)));
  if (field->is_repeated()) {
    ChangeRepeated(message, field);
  } else if (Below(12) == 0) {
    message.GetReflection()->ClearField(&message, field);
  } else {
    SetSingular(message, field);
  }
}

}  // namespace counterpoint::validation
