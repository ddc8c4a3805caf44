// Requests of any type by its descriptor: a fuzzer's bytes choose which fields are changed
// and to what, so that a new method or field is covered as soon as it is declared.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "tests/fuzz/byte_source.h"

namespace counterpoint::fuzz {

// Not thread-safe.
class RequestMaker {
 public:
  // Names, ids and other texts that are there.
  explicit RequestMaker(std::vector<std::string> words);

  // Changes up to so many fields, each as the bytes say, anywhere within the message.
  void Change(ByteSource& source, int most, google::protobuf::Message& message) const;

  // Remembers the texts of an answer, for fields of the same name in later requests:
  // etags, names, page tokens.
  void Learn(const google::protobuf::Message& answer);

 private:
  using Field = google::protobuf::FieldDescriptor;

  void ChangeOne(ByteSource& source, int depth, google::protobuf::Message& message) const;
  void SetSingle(ByteSource& source, int depth, const Field& field,
                 google::protobuf::Message& message) const;
  void ChangeRepeated(ByteSource& source, int depth, const Field& field,
                      google::protobuf::Message& message) const;
  void AddOne(ByteSource& source, int depth, const Field& field,
              google::protobuf::Message& message) const;
  // False where the type is none of the well-known ones.
  bool FillWellKnown(ByteSource& source, google::protobuf::Message& message,
                     const google::protobuf::Message& within) const;
  std::string Text(ByteSource& source, const std::string& field) const;
  std::string Path(ByteSource& source, const google::protobuf::Descriptor& type) const;

  const std::vector<std::string> words_;
  std::map<std::string, std::deque<std::string>> seen_;  // By field, the newest last.
};

}  // namespace counterpoint::fuzz
