import { createRouter, createWebHashHistory } from 'vue-router';

// The address after # holds everything that a reload has to bring back, and
// needs no rewriting by whatever serves the files.
export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', component: () => import('./pages/AlliancesPage.vue'), meta: { title: 'common.alliances' } },
    {
      path: '/:alliance',
      props: true,
      component: () => import('./pages/AlliancePages.vue'),
      children: [
        {
          path: '',
          props: true,
          component: () => import('./pages/GlancePage.vue'),
          meta: { title: 'common.nav.glance' },
        },
        {
          path: 'members',
          props: true,
          component: () => import('./pages/MemberListPage.vue'),
          meta: { title: 'members.title' },
        },
        {
          path: 'members/new',
          props: true,
          component: () => import('./pages/MemberFormPage.vue'),
          meta: { title: 'members.new' },
        },
        {
          path: 'members/import',
          props: true,
          component: () => import('./pages/MemberImportPage.vue'),
          meta: { title: 'members.import' },
        },
        {
          path: 'members/:member',
          props: true,
          component: () => import('./pages/MemberPage.vue'),
          meta: { title: 'common.member' },
        },
        {
          path: 'members/:member/edit',
          props: true,
          component: () => import('./pages/MemberFormPage.vue'),
          meta: { title: 'common.edit' },
        },
        {
          path: 'matches',
          props: true,
          component: () => import('./pages/MatchesPage.vue'),
          meta: { title: 'matches.title' },
        },
        {
          path: 'matches/rules',
          props: true,
          component: () => import('./pages/RulesPage.vue'),
          meta: { title: 'matches.rules' },
        },
        {
          path: 'matches/graph',
          props: true,
          component: () => import('./pages/GraphPage.vue'),
          meta: { title: 'matches.graph' },
        },
        {
          path: 'sessions',
          props: true,
          component: () => import('./pages/SessionsPage.vue'),
          meta: { title: 'sessions.title' },
        },
        {
          path: 'sessions/new',
          props: true,
          component: () => import('./pages/SessionSetupPage.vue'),
          meta: { title: 'sessions.new' },
        },
        {
          path: 'sessions/:session/setup',
          props: true,
          component: () => import('./pages/SessionSetupPage.vue'),
          meta: { title: 'sessions.parts.setup' },
        },
        {
          path: 'sessions/:session/participants',
          props: true,
          component: () => import('./pages/ParticipantsPage.vue'),
          meta: { title: 'sessions.participants' },
        },
        {
          path: 'sessions/:session/plan',
          props: true,
          component: () => import('./pages/PlanPage.vue'),
          meta: { title: 'sessions.parts.plan' },
        },
        {
          path: 'sessions/:session/day',
          props: true,
          component: () => import('./pages/DayPage.vue'),
          meta: { title: 'sessions.parts.day' },
        },
        {
          path: 'runs',
          props: true,
          component: () => import('./pages/RunsPage.vue'),
          meta: { title: 'runs.title' },
        },
        {
          path: 'runs/ledger',
          props: true,
          component: () => import('./pages/LedgerPage.vue'),
          meta: { title: 'runs.ledger' },
        },
        {
          path: 'runs/learning',
          props: true,
          component: () => import('./pages/LearningPage.vue'),
          meta: { title: 'runs.learning' },
        },
        {
          path: 'runs/changes',
          props: true,
          component: () => import('./pages/ChangesPage.vue'),
          meta: { title: 'runs.changes' },
        },
      ],
    },
    {
      path: '/:rest(.*)*',
      component: () => import('./pages/NotFoundPage.vue'),
      meta: { title: 'common.notFoundPage' },
    },
  ],
  scrollBehavior: (to, from, saved) => (to.path === from.path ? undefined : (saved ?? { top: 0 })),
});
