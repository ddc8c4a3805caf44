import type { MessageInitShape } from '@bufbuild/protobuf';
import type { MemberFilterSchema } from '@/gen/counterpoint/v1/member_filter_pb';
import {
  SearchMembersRequest_Facet,
  type SearchMembersResponse,
} from '@/gen/counterpoint/v1/member_search_pb';
import { MemberService } from '@/gen/counterpoint/v1/member_service_pb';
import { clientOf } from './transport';

export const Facet = SearchMembersRequest_Facet;

export interface MemberSearch {
  query?: string;
  filter?: MessageInitShape<typeof MemberFilterSchema>;
  pageSize?: number;
  /** How many come before the page. */
  skip?: number;
  facets?: SearchMembersRequest_Facet[];
  /** Fields of the members; all where there are none. */
  fields?: string[];
}

/** As many as the service takes of what was typed, cut between characters. */
export function asQuery(typed: string): string {
  let bytes = 0;
  let query = '';
  for (const character of typed.replace(/\p{Cc}/gu, ' ')) {
    bytes += new TextEncoder().encode(character).length;
    if (bytes > 200) break;
    query += character;
  }
  return query;
}

/** Members by words of their names and by conditions, with the total and what was asked to be counted. */
export function searchMembers(
  alliance: string,
  { query = '', filter = {}, pageSize = 30, skip = 0, facets = [], fields = [] }: MemberSearch,
  signal: AbortSignal,
): Promise<SearchMembersResponse> {
  return clientOf(MemberService).searchMembers(
    {
      parent: `alliances/${alliance}`,
      query: asQuery(query),
      filter,
      pageSize,
      skip,
      facets,
      readMask: { paths: fields },
    },
    { signal },
  );
}
