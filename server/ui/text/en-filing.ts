import { enFilingEdit } from './en-filing-edit.ts';
import type { zhFiling } from './zh-CN-filing.ts';

export const enFiling: typeof zhFiling = {
  filingState: {
    draft: 'Draft',
    submitted: 'To be decided',
    'half-accepted': 'Waits for a second reviewer',
    returned: 'Returned',
    accepted: 'Accepted',
    withdrawn: 'Withdrawn',
  },

  filings: {
    nav: 'Filings',
    title: 'Filings of classes',
    lead: 'An organiser fills in and hands in; what the bureau accepts becomes the signed plan of a class.',
    empty: 'No filings yet',
    emptyOwn: 'Download the template, fill it in, and drop the file above; or fill in by hand.',
    emptyBureau: 'What organisers hand in is reviewed here; you can file for one without an account below.',
    anyState: 'Any state',
    find: 'Class, organiser',
    noMatch: 'No filing is like that',
    column: {
      title: 'Class',
      organiser: 'Organiser',
      training: 'Policy · type of training',
      size: 'Trainees / periods',
      firstDay: 'Begins',
      state: 'State',
      changedAt: 'Changed',
    },
    change: 'Change',
    size: (trainees, periods) => `${trainees} / ${periods}`,

    edit: enFilingEdit,

    import: {
      title: 'Import from Excel',
      drop: 'Drop the filled template here (.xlsx, 8 MB at most), or',
      choose: 'choose a file',
      template: 'Download the template',
      templateFile: 'filing-template.xlsx',
      busy: 'Reading…',
      unread: (n) => `${n} places cannot be read, and nothing was imported. Mend them and import again.`,
      tooLarge: 'The file is over 8 MB. Check that it is the right file.',
      replace: 'Import again',
      change: 'File a change: import the whole workbook as changed',
    },

    page: {
      back: 'All filings',
      errors: (n) =>
        n === 1
          ? '1 error to mend before it can be handed in'
          : `${n} errors to mend before it can be handed in`,
      noErrors: 'No errors',
      warnings: (n) => (n === 1 ? '1 thing to look at' : `${n} things to look at`),
      noWarnings: 'Nothing differs from the policy',
      warningNote: 'These keep nobody from filing: a reviewer decides. ⓘ shows the clause.',
      noClause: 'none',
      class: 'Class',
      className: 'Title',
      remove: 'Remove',
      people: 'People',
      periods: 'Timetable',
      operators: 'Operators of the real-name system',
      dossier: 'Device dossier',
      profile: 'Policy',
      trainingKind: 'Type of training',
      occupation: 'Occupation',
      level: 'Level',
      organiser: 'Organiser',
      room: 'Room',
      periodMinutes: 'A period',
      minutes: (n) => `${n} minutes`,
      recording: 'Recorded',
      recordingOf: (theory, practice) =>
        theory && practice
          ? 'theory and practice'
          : theory
            ? 'theory'
            : practice
              ? 'practice'
              : 'nothing demanded',
      devices: 'Kiosks',
      madeBy: 'Filled in by',
      submittedAt: 'Handed in',
      decidedBy: 'Decided by',
      openClass: 'Open the class',
      person: {
        role: 'Role',
        name: 'Name',
        idNumber: 'ID number',
        category: 'Category',
        phone: 'Telephone',
        more: 'More',
      },
      contract: (from, to) => `contract ${from} to ${to ?? 'no end'}`,
      period: { day: 'Day', number: 'No.', time: 'Time', kind: 'Kind', topic: 'Topic', teacher: 'Teacher' },
      exam: 'Exam',
      operator: { account: 'Account', name: 'Name', post: 'Post', phone: 'Telephone' },
      device: {
        number: 'Number',
        name: 'Name',
        model: 'Model',
        parameters: 'Parameters',
        photos: 'Photographs',
      },
      addPhoto: 'Add a photograph',
      photoHint: 'JPEG or PNG, 5 MB at most',
      photoTooLarge: 'The photograph is over 5 MB: make it smaller.',
      photoOf: (name) => `Photograph of ${name}`,
    },

    act: {
      submit: 'Hand in',
      withdraw: 'Withdraw',
      withdrawSure: 'What is withdrawn cannot be handed in again. Withdraw it?',
      accept: 'Accept',
      acceptLate: 'Accept the late change (first)',
      acceptSecond: 'Accept the late change (second)',
      giveBack: 'Return',
      cancel: 'Cancel',
      giveBackTitle: 'Return the filing',
      reason: 'Why',
      reasonHint: 'What has to be changed, and how',
      reasonMissing: 'Say why it is returned.',
      acceptSure: (warnings) =>
        warnings === 0
          ? 'The plan of the class is signed at once.'
          : `There is something to look at (${warnings}). The plan of the class is signed at once.`,
      done: {
        submitted: 'Handed in: the bureau will decide.',
        withdrawn: 'Withdrawn.',
        accepted: 'Accepted: the plan is signed.',
        'half-accepted': 'Noted: another reviewer must accept it, too.',
        returned: 'Returned to the organiser.',
      },
      firstBy: (user) => `${user} accepted it first: another reviewer must decide now.`,
      returnedFor: (reason) => `Returned: ${reason}`,
    },

    difference: {
      title: (version) => `What it changes of version ${version}`,
      late: 'A late change, of something that has begun: two reviewers must agree, and credit shows both results.',
      inTime: 'It comes before everything that it changes.',
      added: 'Periods added',
      removed: 'Periods cancelled',
      changed: 'Periods changed',
      peopleAdded: 'People added',
      peopleRemoved: 'People removed',
      peopleChanged: 'People with another name or ID number',
      otherNumber: 'other ID number',
      fields: 'Also changed',
      none: 'No difference',
      field: {
        profile: 'policy',
        profileVersion: 'version of the policy',
        trainingKind: 'type of training',
        periodMinutes: 'minutes a period',
        checkIn: 'check-in rules',
        recording: 'recording',
        title: 'title',
        occupation: 'occupation',
        level: 'level',
        organiser: 'organiser',
        room: 'room',
        sampling: 'looks into the room',
        maxOfflineHours: 'hours offline',
        devices: 'kiosks',
      },
    },

    json: {
      title: 'File on behalf (JSON)',
      lead: 'For an organiser without an account: paste or upload the filing as JSON; it is handed in and accepted in one. A mistake is told with its field, and nothing is half saved.',
      upload: 'Choose a file',
      submit: 'File the class',
      placeholder: '{ "profile": "suihua-2019-enterprise", "title": "…", "people": [ … ], "periods": [ … ] }',
      accepted: (id, version) => `Accepted: class ${id}, version ${version}.`,
      waiting:
        'This is a late change: your acceptance is noted, and another reviewer must accept it on its page.',
      open: 'Open the class',
      openFiling: 'Open the filing',
      empty: 'Paste or upload the filing first.',
      broken: (line) =>
        line === null
          ? 'This is not whole JSON: check brackets, quotes and commas.'
          : `Line ${line} is not right JSON: check brackets, quotes and commas.`,
      notAnObject: 'A filing is one JSON object and begins with {. Check that it is the right file.',
      atLine: (line) => `on line ${line}`,
      tooLarge: 'The file is over 5 MB, which no filing is. Check that it is the right file.',
      lines: (n) => (n === 1 ? '1 line' : `${n} lines`),
    },
  },
};
