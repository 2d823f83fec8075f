import {
  createRouter,
  createWebHashHistory,
  type RouteLocationNormalized,
  type RouteRecordRaw,
} from 'vue-router';
import type { Right, Session } from '../../sync/contract/accounts.ts';
import { account, findAccount, may } from './account.ts';
import { classTabs } from './class-tabs.ts';

declare module 'vue-router' {
  interface RouteMeta {
    /** Who has not this right is told so instead of shown the page. */
    right?: Right;
  }
}

const routes: RouteRecordRaw[] = [
  { path: '/login', name: 'login', component: () => import('./pages/LoginPage.vue') },
  {
    path: '/',
    name: 'wall',
    component: () => import('./pages/WallPage.vue'),
    meta: { right: 'read-classes' },
  },
  {
    path: `/classes/:classId/:tab(${classTabs.join('|')})?`,
    name: 'class',
    component: () => import('./pages/ClassPage.vue'),
    props: true,
    meta: { right: 'read-classes' },
  },
  {
    path: '/filings',
    name: 'filings',
    component: () => import('./pages/FilingsPage.vue'),
    meta: { right: 'be-signed-in' },
  },
  {
    path: '/filings/:filingId',
    name: 'filing',
    component: () => import('./pages/FilingPage.vue'),
    props: true,
    meta: { right: 'be-signed-in' },
  },
  {
    path: '/findings',
    name: 'findings',
    component: () => import('./pages/FindingsPage.vue'),
    meta: { right: 'read-findings' },
  },
  {
    path: '/devices',
    name: 'devices',
    component: () => import('./pages/DevicesPage.vue'),
    meta: { right: 'manage-devices' },
  },
  {
    path: '/policy',
    name: 'policy',
    component: () => import('./pages/PolicyPage.vue'),
    meta: { right: 'read-policy' },
  },
  {
    path: '/journal',
    name: 'journal',
    component: () => import('./pages/JournalPage.vue'),
    meta: { right: 'read-journal' },
  },
  {
    path: '/accounts',
    name: 'accounts',
    component: () => import('./pages/AccountsPage.vue'),
    meta: { right: 'manage-accounts' },
  },
  {
    path: '/system',
    name: 'system',
    component: () => import('./pages/SystemPage.vue'),
    meta: { right: 'read-findings' },
  },
  { path: '/my-account', name: 'my-account', component: () => import('./pages/MyAccountPage.vue') },
  { path: '/forbidden', name: 'forbidden', component: () => import('./pages/ForbiddenPage.vue') },
  { path: '/:rest(.*)*', name: 'not-found', component: () => import('./pages/NotFoundPage.vue') },
];

// Addresses stand behind `#`, so the server needs no rule for pages that it does not have as files.
export const router = createRouter({ history: createWebHashHistory(), routes });

router.beforeEach(async (to) => {
  if (account.value === undefined) await findAccount();
  if (to.name === 'login') return account.value ? { name: 'wall' } : true;
  if (account.value) return pageFor(account.value, to);
  return { name: 'login', query: to.fullPath === '/' ? {} : { to: to.fullPath } };
});

/** The page that was asked for, or why it is not shown. */
function pageFor({ mustEnrol }: Session, { name, meta }: RouteLocationNormalized): true | { name: string } {
  if (mustEnrol) return name === 'my-account' || { name: 'my-account' };
  return meta.right === undefined || may(meta.right) || { name: 'forbidden' };
}
