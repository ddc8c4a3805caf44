// Codes: regions, currencies, topics, languages of answers.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "service/validation/field_path.h"
#include "service/validation/setting.h"
#include "service/validation/violations.h"

namespace counterpoint::validation {

using Strings = google::protobuf::RepeatedPtrField<std::string>;

// Two capital letters, then levels of capital letters and digits after
// hyphens: "CN-SH-XUHUI"; at most 63 bytes.
void CheckRegion(const FieldPath& path, absl::string_view region, Violations& violations);
// At most `most`, each once.
void CheckRegions(const FieldPath& parent, absl::string_view name, const Strings& regions, int most,
                  Violations& violations);

// A currency of ISO 4217.
void CheckCurrency(const FieldPath& path, absl::string_view code, Violations& violations);

// A topic of the setting's thesaurus.
void CheckTopic(const FieldPath& path, absl::string_view topic, const Setting& setting,
                Violations& violations);
// At most `most`, each once.
void CheckTopics(const FieldPath& parent, absl::string_view name, const Strings& topics, int most,
                 const Setting& setting, Violations& violations);

// The field `language_code` of a request: "zh", "en" or empty.
void CheckLanguageCode(absl::string_view code, Violations& violations);

}  // namespace counterpoint::validation
