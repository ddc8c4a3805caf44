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
        { path: '', props: true, component: () => import('./pages/GlancePage.vue'), meta: { title: 'common.nav.glance' } },
      ],
    },
    { path: '/:rest(.*)*', component: () => import('./pages/NotFoundPage.vue'), meta: { title: 'common.notFoundPage' } },
  ],
  scrollBehavior: (to, from, saved) => (to.path === from.path ? undefined : (saved ?? { top: 0 })),
});
