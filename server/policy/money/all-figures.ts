import type { Figure } from '../../../sync/contract/policy.ts';
import { county } from './county-figures.ts';
import { wenzhou } from './wenzhou-figures.ts';
import { yiwu, yiwuDraft } from './yiwu-figures.ts';

type Tree = { readonly [name: string]: Figure<unknown> | Tree };

/** Every figure that money is reckoned from, by profile and name: `wenzhou-2020/classes/A/junior`. */
export const moneyFigures: ReadonlyMap<string, Figure<unknown>> = new Map([
  ...flat('yiwu-2022', yiwuDraft),
  ...flat('yiwu-2019', yiwu),
  ...flat('wenzhou-2020', wenzhou),
  ...flat('county-2023', county),
]);

function flat(path: string, tree: Tree): [string, Figure<unknown>][] {
  return Object.entries(tree).flatMap(([name, value]) =>
    isFigure(value)
      ? [[`${path}/${name}`, value] as [string, Figure<unknown>]]
      : flat(`${path}/${name}`, value),
  );
}

function isFigure(value: Figure<unknown> | Tree): value is Figure<unknown> {
  return 'source' in value;
}
