import { fromJson, toJson, type JsonValue } from '@bufbuild/protobuf';
import { ConfidentialitySchema } from '@/gen/counterpoint/v1/listing_pb';
import { MemberSchema, type Member } from '@/gen/counterpoint/v1/member_pb';
import {
  CooperationModeSchema,
  MemberKindSchema,
  MemberStateSchema,
} from '@/gen/counterpoint/v1/vocabulary_pb';

/** A listing in the JSON form of protos, as forms edit it. */
export interface ListingJson {
  id?: string;
  title?: Record<string, string>;
  text?: Record<string, string>;
  topics?: string[];
  cooperationModes?: string[];
  wantedKinds?: string[];
  regions?: string[];
  budget?: { currencyCode?: string; minUnits?: string; maxUnits?: string };
  deadline?: string;
  rules?: unknown[];
  confidentiality?: string;
  withheld?: boolean;
}

/** A member in the JSON form of protos; fields that forms don't know stay as they are. */
export interface MemberJson {
  name?: string;
  kind?: string;
  displayName?: Record<string, string>;
  description?: Record<string, string>;
  offers?: ListingJson[];
  needs?: ListingJson[];
  sectors?: string[];
  region?: string;
  employeeCount?: number | string;
  foundingYear?: number | string;
  capacity?: number | string;
  labels?: string[];
  state?: string;
  etag?: string;
}

export function memberToJson(member: Member): MemberJson {
  return toJson(MemberSchema, member) as MemberJson;
}

/** Throws an Error that says what cannot be read. */
export function memberFromJson(json: MemberJson): Member {
  return fromJson(MemberSchema, withoutEmpty(json as JsonValue) as JsonValue);
}

/** Without what forms leave behind of boxes that were not filled in. */
function withoutEmpty(value: JsonValue): JsonValue | undefined {
  if (value === '' || value === null) return undefined;
  if (Array.isArray(value))
    return value.map(withoutEmpty).filter((one): one is JsonValue => one !== undefined);
  if (typeof value === 'object') {
    const kept = Object.entries(value).flatMap(([key, one]): [string, JsonValue][] => {
      const rest = withoutEmpty(one as JsonValue);
      const empty = typeof rest === 'object' && rest !== null && !Object.keys(rest).length;
      return rest === undefined || (empty && key !== 'title') ? [] : [[key, rest]];
    });
    return Object.fromEntries(kept);
  }
  return value;
}

const choices = (schema: { values: { name: string; number: number }[] }) =>
  schema.values.filter(({ number }) => number > 0).map(({ name, number }) => ({ name, number }));

/** The values of an enum as JSON names them, with their numbers, under which the texts are. */
export const kinds = choices(MemberKindSchema);
export const states = choices(MemberStateSchema);
export const modes = choices(CooperationModeSchema);
export const tiers = choices(ConfidentialitySchema);
