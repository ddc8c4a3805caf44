// Stored recommendations as people read them.
#pragma once

#include <string>

#include "clients/cli/table.h"
#include "counterpoint/v1/recommendation.pb.h"

namespace counterpoint::cli {

// A stored list: place, partner, scores, and what there is to know of an entry.
Table RecommendationTable(const v1::RecommendationList& list, const std::string& language);

// What a list was read from, in a line.
std::string StoredProvenanceLine(const v1::StoredProvenance& provenance,
                                 const std::string& language);

// The columns of a list of generations.
Table GenerationList(const std::string& language);
void AddGenerationRow(const v1::Generation& generation, const std::string& language, Table* table);

// One generation, a field a line.
Table GenerationDetail(const v1::Generation& generation, const std::string& language);

// The columns of changes of lists: whose list, places, partner, cause.
Table ListChangeTable(const std::string& language);
void AddListChangeRows(const v1::ListChange& change, const std::string& language, Table* table);

// A change in a line, without a table: "studio-one  + 3  Lingyin  <why>".
std::string ListChangeLine(const std::string& member, const v1::RecommendationChange& change,
                           const std::string& language);

}  // namespace counterpoint::cli
