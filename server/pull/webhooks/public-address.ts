import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { AppError } from '../../../sync/base/errors.ts';

/** IANA's special-purpose registries: loopback, private, link-local (cloud metadata), and what leads there. */
const special = blockListOf([
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  ...['192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15'],
  ...['198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
  ...['::/96', '::1/128', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/23', '2001:db8::/32'],
  ...['2002::/16', '3fff::/20', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8'],
]);

/** Networks in CIDR notation; throws `invalid_input` naming the one that is none. */
export function blockListOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits = ''] = network.split('/');
    const family = isIP(address);
    const most = family === 4 ? 32 : 128;
    if (family === 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > most) throw noNetwork(network);
    list.addSubnet(address, Number(bits), family === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
}

/** Whether messages may go to this address: a public one, or one in a network that the configuration names. */
export function mayReach(address: string, allowed: BlockList): boolean {
  const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
  if (isIP(address) === 0) return false;
  return allowed.check(address, family) || !special.check(address, family);
}

/**
 * Looks names up and gives only addresses that may be reached. The connection is made to what was looked at here: a
 * name that answers differently the second time gains nothing.
 */
export function guardedLookup(allowed: BlockList): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, [], 0);
      const reachable = addresses.filter(({ address }) => mayReach(address, allowed));
      const [first] = reachable;
      if (!first) return callback(refused(), [], 0);
      if (options.all) callback(null, reachable);
      else callback(null, first.address, first.family);
    });
  };
}

function refused(): NodeJS.ErrnoException {
  return Object.assign(new Error('the name leads to a private address'), { code: 'EPRIVATE' });
}

function noNetwork(network: string): AppError {
  return new AppError('invalid_input', `webhookNetworks: ${network} is no network, such as 10.3.0.0/16.`, {
    zh: `webhookNetworks：${network} 不是网段（如 10.3.0.0/16）。`,
  });
}
