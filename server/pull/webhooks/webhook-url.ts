import { type BlockList, isIP } from 'node:net';
import { invalidField } from '../../../sync/base/parse.ts';
import { mayReach } from './public-address.ts';

/** Whether messages may be sent to this URL at all; throws `invalid_input`. Names are looked up at each sending. */
export function checkWebhookUrl(text: string, allowed: BlockList): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) throw wrong('is no URL', '不是网址');
  if (url.username !== '' || url.password !== '') {
    throw wrong('must hold no user and password', '不得含有用户名和密码');
  }
  const host = hostOf(url);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(host))) {
    throw wrong(
      'must begin with https:// (http:// to this machine alone)',
      '应以 https:// 开头（http:// 仅限本机）',
    );
  }
  if (isLoopback(host) ? mayReach(loopbackOf(host), allowed) : isIP(host) === 0 || mayReach(host, allowed)) {
    return url;
  }
  throw wrong(
    'leads to a private address: name its network under webhookNetworks in the configuration first',
    '指向内网地址，请先在配置 webhookNetworks 中写明该网段',
  );
}

/** The host without the brackets of an IPv6 address. */
const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(\.\d+){3}$/.test(host);
const loopbackOf = (host: string): string => (host === 'localhost' ? '127.0.0.1' : host);

const wrong = (en: string, zh: string) => invalidField('webhook', 'url', en, zh);
