import { shallowReactive } from 'vue';
import type { Topic } from '@/gen/counterpoint/v1/alliance_pb';
import { AllianceService } from '@/gen/counterpoint/v1/alliance_service_pb';
import { clientOf } from './transport';

/** The topics that an alliance's members can name, by id: the thesaurus and its own. */
export interface Topics {
  byId: Map<string, Topic>;
  done: boolean;
}

const known = new Map<string, Topics>();

/** Read once in the background; what is not there yet is shown by its id. */
export function topicsOf(alliance: string): Topics {
  let topics = known.get(alliance);
  if (!topics) {
    topics = shallowReactive({ byId: new Map(), done: false });
    known.set(alliance, topics);
    void fill(topics, alliance);
  }
  return topics;
}

export function topicLabel(topics: Topics, id: string, language: string): string {
  const labels = topics.done ? topics.byId.get(id)?.labels : undefined;
  return labels?.[language]?.labels[0] ?? labels?.en?.labels[0] ?? labels?.zh?.labels[0] ?? id;
}

async function fill(topics: Topics, alliance: string): Promise<void> {
  try {
    let pageToken = '';
    do {
      const page = await clientOf(AllianceService).listTopics({
        parent: `alliances/${alliance}`,
        pageSize: 1000,
        pageToken,
      });
      for (const topic of page.topics) topics.byId.set(topic.id, topic);
      pageToken = page.nextPageToken;
    } while (pageToken);
    topics.done = true;
  } catch {
    // Ids stand in for labels; the next page that needs them asks again.
    known.delete(alliance);
  }
}
