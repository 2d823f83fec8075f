import type { PastedFault } from '../filing-paste.ts';
import type { zhFilingEdit } from './zh-CN-filing-edit.ts';

const pastedFault: Record<PastedFault['what'], string> = {
  name: 'the name is missing',
  idNumber: 'the second column must be the ID number',
  category: 'the category is none of the eleven',
  phone: 'the telephone must be digits',
  day: 'write days as 2026-11-21',
  'too-many': 'more columns than there are above',
};

export const enFilingEdit: typeof zhFilingEdit = {
  save: 'Save',
  cancel: 'Cancel',
  add: 'Add',
  change: 'Edit',
  needed: 'Fill in whatever is marked *.',
  untitled: '(untitled)',
  workbook: 'Download as a workbook',

  make: {
    button: 'Fill in by hand',
    title: 'A filing by hand',
    lead: 'Choose policy and type of training first: they preset the length of a period, what is recorded and the check-in rules, and all of it can be changed.',
    profile: 'Policy',
    kind: 'Type of training',
    next: 'Begin',
  },

  terms: {
    title: 'Type of training and kiosks',
    periodMinutes: 'A period (minutes)',
    recording: 'Recorded',
    theory: 'theory',
    practice: 'practice',
    devices: 'Kiosks',
    devicesHint: 'Device ids that may sign, one a line, 20 at most',
    lengthFollows:
      'With another length of a period, periods that are there end accordingly. Another type of training presets length and recording anew.',
    wrongDevice: (id) => `“${id}” is no device id: letters, digits, underscores and hyphens only.`,
    tooManyDevices: '20 kiosks are the most.',
    wrongMinutes: 'A period takes 10 to 120 whole minutes.',
  },

  person: {
    add: { trainee: 'Add a trainee', teacher: 'Add a teacher', 'class-admin': 'Add a class admin' },
    title: { trainee: 'Trainee', teacher: 'Teacher', 'class-admin': 'Class admin' },
    paste: 'Paste several',
    detail: {
      category: 'Category',
      education: 'Education',
      phone: 'Telephone',
      household: 'Household',
      contractFrom: 'Contract from',
      contractTo: 'Contract to (empty: no end)',
      title: 'Title',
      unit: 'Employer',
      remark: 'Remark',
    },
  },

  paste: {
    title: 'Paste several people',
    role: 'Role',
    lead: 'Paste lines copied from a spreadsheet, one person a line. Columns in this order: ',
    area: 'People',
    save: (n) => (n === 1 ? 'Add 1 person' : `Add ${n} people`),
    wrong: pastedFault,
    fault: (line, what) => `Line ${line}: ${pastedFault[what]}`,
    more: (n) => `and ${n} more`,
    tooMany: 'A class has 500 people at most.',
  },

  period: {
    add: 'Add a period',
    addMany: 'Add by a pattern',
    title: 'Period',
    day: 'Day',
    number: 'Number',
    start: 'Begins',
    end: (clock) => `Ends ${clock}`,
    kind: 'Kind',
    topic: 'Topic',
    teacher: 'Teacher',
    exam: 'Exam (counts as no period)',
    noTeacher: 'Add a teacher under “People” first.',
    removePicked: (n) => `Remove ${n}`,
  },

  pattern: {
    title: 'Add periods by a pattern',
    from: 'From',
    to: 'To',
    days: 'Days',
    working: 'working days',
    chosen: 'days of the week',
    weekdays: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
    morning: 'Morning',
    afternoon: 'Afternoon',
    evening: 'Evening',
    start: 'Begins',
    count: 'Periods',
    breakMinutes: 'Break (minutes)',
    preview: (days, periods) => `${days === 1 ? '1 day' : `${days} days`}, ${periods} periods in all`,
    overlap: (day, number) => `Period ${number} of ${day} overlaps another: check times, counts and days.`,
    nothing: 'There is nothing to add: check the days and how many periods.',
    tooMany: 'A class has 2,000 periods at most.',
    unsureCalendar: (years) => `The holidays of ${years} are not entered: only weekends are free.`,
    save: (periods) => (periods === 1 ? 'Add 1 period' : `Add ${periods} periods`),
  },

  operator: {
    add: 'Add an operator',
    title: 'Operator',
    field: { account: 'Account', name: 'Name', post: 'Post', phone: 'Telephone' },
  },
  device: {
    add: 'Add a device',
    title: 'Device',
    field: { number: 'Number', name: 'Name', model: 'Model', parameters: 'Parameters' },
    numberHint: 'Of a kiosk its device id, dev_…; of another device its serial number',
  },
};
