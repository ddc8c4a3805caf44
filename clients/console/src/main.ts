import 'element-plus/theme-chalk/base.css';
import 'element-plus/theme-chalk/dark/css-vars.css';
import './style.css';
import { createApp } from 'vue';
import App from './App.vue';
import { i18n } from './i18n';
import { router } from './router';
import { applyTheme } from './theme';

applyTheme();
createApp(App).use(i18n).use(router).mount('#app');
