import * as common from './shared';
import * as glance from './glance';
import * as learning from './learning';
import * as ledger from './ledger';
import * as members from './members';
import * as matches from './matches';
import * as runs from './runs';
import * as sessions from './sessions';

/** All texts of the console by language; each area keeps its two languages in one file. */
export const messages = {
  en: {
    common: common.en,
    glance: glance.en,
    learning: learning.en,
    ledger: ledger.en,
    members: members.en,
    matches: matches.en,
    runs: runs.en,
    sessions: sessions.en,
  },
  zh: {
    common: common.zh,
    glance: glance.zh,
    learning: learning.zh,
    ledger: ledger.zh,
    members: members.zh,
    matches: matches.zh,
    runs: runs.zh,
    sessions: sessions.zh,
  },
};
