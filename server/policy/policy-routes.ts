import { Type } from 'typebox';
import { AppError } from '../../sync/base/errors.ts';
import { CalendarChange, CalendarYear } from '../../sync/contract/calendar.ts';
import { ProfileList } from '../../sync/contract/policy.ts';
import { closed } from '../../sync/contract/primitives.ts';
import { accountOf, actorOf, allow } from '../accounts/session-routes.ts';
import type { App, Context } from '../parts.ts';
import { inTransaction } from '../storage/stores.ts';
import { checkCalendarYear } from './check-calendar-year.ts';
import { amountFigures } from './money/rule-figures.ts';
import { newestProfiles } from './profiles.ts';

const Params = Type.Object({ year: Type.String({ pattern: '^20[0-9]{2}$' }) }, closed);

/** The policy texts as data, and the holiday calendar. */
export function policyRoutes(app: App, context: Context): void {
  const tags = ['policy'];
  const reading = { onRequest: allow(context, 'read-policy') };

  app.get('/api/v1/profiles', { ...reading, schema: { tags, response: { 200: ProfileList } } }, async () => ({
    profiles: [...newestProfiles()],
    amounts: amountFigures(),
  }));

  app.get(
    '/api/v1/calendar/:year',
    { ...reading, schema: { tags, params: Params, response: { 200: CalendarYear } } },
    async (request) => context.stores.calendar.year(Number(request.params.year)),
  );

  app.put(
    '/api/v1/calendar/:year',
    {
      onRequest: allow(context, 'manage-policy'),
      schema: { tags, params: Params, body: CalendarChange, response: { 200: CalendarYear } },
    },
    async (request) => {
      const year = Number(request.params.year);
      checkCalendarYear(year, request.body);
      const at = context.clock.now();
      const { holidays, makeUpDays, version } = request.body;
      await inTransaction(context.database, async (stores) => {
        const by = accountOf(request).user;
        const changed = await stores.calendar.change({ year, version, holidays, makeUpDays, at, by });
        if (!changed) throw changedMeanwhile();
        await stores.journal.append(
          { at, by: actorOf(request), action: 'calendar-changed', data: { year, holidays, makeUpDays } },
          context.serverKey,
        );
      });
      return context.stores.calendar.year(year);
    },
  );
}

function changedMeanwhile(): AppError {
  return new AppError('conflict', 'Somebody else changed this year meanwhile; look at it again first.', {
    zh: '该年节假日已被他人修改，请重新查看后再改。',
  });
}
