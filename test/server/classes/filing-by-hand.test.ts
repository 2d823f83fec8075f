import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FilingContent } from '../../../sync/contract/filing.ts';
import type { FilingDetail, ImportAnswer } from '../../../sync/contract/filing-review.ts';
import { sampleContent } from '../../helpers/sample-content.ts';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';

let server: TestServer;
let school: ReturnType<TestServer['as']>;
beforeEach(async () => {
  server = await startTestServer();
  await server.addAccount('school', 'organiser', sampleContent().organiser);
  await server.addAccount('other-school', 'organiser', '另一培训学校');
  await server.addAccount('teacher', 'class-admin', sampleContent().organiser);
  school = server.as('school');
});
afterEach(() => server.close());

/** What the page sends when nothing but policy and type is chosen. */
const begun = (): FilingContent => ({
  ...sampleContent(),
  ...{
    title: '',
    occupation: '',
    room: '',
    people: [],
    periods: [],
    operators: [],
    dossier: [],
    devices: [],
  },
});

async function draft(content: FilingContent): Promise<FilingDetail> {
  const answer = await school({ method: 'POST', url: '/api/v1/filings', payload: content });
  if (answer.statusCode !== 201) throw new Error(answer.body);
  return answer.json();
}

async function moved(filing: FilingDetail, step: string, more: object = {}): Promise<FilingDetail> {
  const asking = step === 'acceptance' ? server.asReviewer : school;
  const url = `/api/v1/filings/${filing.id}/${step}`;
  const answer = await asking({ method: 'POST', url, payload: { version: filing.version, ...more } });
  if (answer.statusCode !== 200) throw new Error(answer.body);
  return answer.json();
}

describe('a filing begun by hand', () => {
  test('is kept empty, says all that is missing, and is not handed in', async () => {
    const filing = await draft(begun());
    expect(filing.errors.map(({ text }) => text)).toEqual([
      ...['缺少班级名称', '缺少职业（工种）', '缺少培训地点'],
      ...['缺少班主任', '缺少学员', '缺少课程安排'],
    ]);
    await expect(moved(filing, 'submission')).rejects.toThrow(/缺少班级名称/);
    const listed = (await school({ url: '/api/v1/filings' })).json();
    expect(listed.filings).toMatchObject([{ id: filing.id, state: 'draft', title: '', trainees: 0 }]);
  });

  test('is handed in when it is whole', async () => {
    const { id, version } = await draft(begun());
    const payload = { version, content: sampleContent() };
    const edited = await school({ method: 'PUT', url: `/api/v1/filings/${id}`, payload });
    expect(edited.json()).toMatchObject({ version: 2, errors: [] });
    expect(await moved(edited.json(), 'submission')).toMatchObject({ state: 'submitted' });
  });

  test('a name of nothing but blanks is none, for an organiser and on behalf', async () => {
    expect((await draft({ ...sampleContent(), room: '　' })).errors).toMatchObject([{ field: 'room' }]);
    const { operators: _operators, dossier: _dossier, people, ...bare } = sampleContent();
    const known = people.map(({ role, name, idNumber }) => ({ role, name, idNumber }));
    for (const change of [{ title: '' }, { title: ' ' }, { people: [] }, { periods: [] }]) {
      const payload = { ...bare, people: known, ...change };
      const answer = await server.asReviewer({ method: 'POST', url: '/api/v1/classes', payload });
      expect(answer.statusCode).toBe(400);
    }
  });
});

describe('the workbook of a filing', () => {
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  const workbook = (filing: FilingDetail, asking = school) =>
    asking({ url: `/api/v1/filings/${filing.id}/workbook.xlsx` });
  async function imported(bytes: Buffer, query: string): Promise<FilingDetail> {
    const request = { method: 'POST', headers: { 'content-type': type }, payload: bytes } as const;
    const answer = (
      await school({ ...request, url: `/api/v1/filings/import?${query}` })
    ).json<ImportAnswer>();
    if (!answer.filing) throw new Error(JSON.stringify(answer));
    return answer.filing;
  }

  test('comes back as it was, on terms that no sheet holds', async () => {
    const checkIn = { ...sampleContent().checkIn, lateAfterMinutes: 3 };
    const terms = { checkIn, sampling: { presencePerHour: 6, photosPerSession: 2 }, maxOfflineHours: 12 };
    const filing = await draft({ ...sampleContent(), ...terms });
    const answer = await workbook(filing);
    expect(answer.headers['content-type']).toBe(type);
    expect(answer.headers['content-disposition']).toBe(`attachment; filename="${filing.id}.xlsx"`);
    const again = await imported(answer.rawPayload, `filing=${filing.id}&version=1`);
    expect(again).toMatchObject({ version: 2, errors: [], content: terms });
    expect(again.content.recording).toEqual(filing.content.recording);
  });

  test('as a change of the class it changes nothing, and keeps its photographs', async () => {
    const image = {
      headers: { 'content-type': 'image/png' },
      payload: Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    };
    const sha256 = (await school({ method: 'POST', url: '/api/v1/filing-photos', ...image })).json().sha256;
    const sample = sampleContent();
    const filing = await draft({
      ...sample,
      checkIn: { ...sample.checkIn, lateAfterMinutes: 3 },
      dossier: sample.dossier.map((device) => ({ ...device, photos: [sha256] })),
    });
    const done = await moved(await moved(filing, 'submission'), 'acceptance', { planVersion: null });
    const change = await imported((await workbook(done)).rawPayload, `class=${done.class}`);
    expect(change.difference).toMatchObject({
      ...{ isLate: false, added: [], removed: [], changed: [], fields: [] },
      ...{ peopleAdded: [], peopleRemoved: [], peopleChanged: [] },
    });
    expect(change.content.dossier[0]?.photos).toEqual([sha256]);
  });

  test('is for those who may see whole ID numbers of it', async () => {
    const filing = await draft(sampleContent());
    expect((await workbook(filing, server.asReviewer)).statusCode).toBe(200);
    const admin = await workbook(filing, server.as('teacher'));
    expect([admin.statusCode, admin.json().code]).toEqual([403, 'forbidden']);
    expect((await workbook(filing, server.as('other-school'))).statusCode).toBe(404);
  });
});
