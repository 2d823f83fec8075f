import { createApp } from 'vue';
import App from './App.vue';
import { account } from './account.ts';
import { onSignedOut } from './api.ts';
import { router } from './router.ts';
import './style/element.ts';
import './style/base.css';

onSignedOut(() => {
  account.value = null;
  const here = router.currentRoute.value;
  if (here.name !== 'login') void router.push({ name: 'login', query: { to: here.fullPath } });
});

createApp(App).use(router).mount('#app');
