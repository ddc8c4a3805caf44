import { shallowRef } from 'vue';
import type { Alliance } from '@/gen/counterpoint/v1/alliance_pb';
import { AllianceService } from '@/gen/counterpoint/v1/alliance_service_pb';
import { clientOf } from './transport';

/** The alliances of the service, as they were read last. */
export const alliances = shallowRef<Alliance[]>([]);

export async function loadAlliances(): Promise<Alliance[]> {
  const found: Alliance[] = [];
  let pageToken = '';
  do {
    const page = await clientOf(AllianceService).listAlliances({ pageSize: 1000, pageToken });
    found.push(...page.alliances);
    pageToken = page.nextPageToken;
  } while (pageToken);
  alliances.value = found;
  return found;
}
