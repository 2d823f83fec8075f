import { createRouter, createWebHashHistory, type RouteRecordRaw } from 'vue-router';
import { account, findAccount } from './account.ts';
import { classTabs } from './class-tabs.ts';

const routes: RouteRecordRaw[] = [
  { path: '/login', name: 'login', component: () => import('./pages/LoginPage.vue') },
  { path: '/', name: 'wall', component: () => import('./pages/WallPage.vue') },
  {
    path: `/classes/:classId/:tab(${classTabs.join('|')})?`,
    name: 'class',
    component: () => import('./pages/ClassPage.vue'),
    props: true,
  },
  { path: '/findings', name: 'findings', component: () => import('./pages/FindingsPage.vue') },
  { path: '/devices', name: 'devices', component: () => import('./pages/DevicesPage.vue') },
  { path: '/system', name: 'system', component: () => import('./pages/SystemPage.vue') },
  { path: '/:rest(.*)*', name: 'not-found', component: () => import('./pages/NotFoundPage.vue') },
];

// Addresses stand behind `#`, so the server needs no rule for pages that it does not have as files.
export const router = createRouter({ history: createWebHashHistory(), routes });

router.beforeEach(async (to) => {
  if (account.value === undefined) await findAccount();
  if (to.name === 'login') return account.value ? { name: 'wall' } : true;
  if (account.value) return true;
  return { name: 'login', query: to.fullPath === '/' ? {} : { to: to.fullPath } };
});
