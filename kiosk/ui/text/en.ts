import type { Dictionary } from './zh-CN.ts';

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const plural = (n: number, noun: string) => `${n} ${noun}${n === 1 ? '' : 's'}`;

export const en: Dictionary = {
  productName: 'Keqin',
  language: { other: '中文', otherLabel: '切换到中文' },
  connecting: 'Connecting to the check-in program…',
  connectionLost: 'Connection to the check-in program lost; this page may be out of date. Reconnecting',
  noClass: 'No class has been sent to this kiosk yet',
  confirm: 'Confirm',
  close: 'Close',
  back: 'Back',

  clock: {
    weekday: (day) => weekdays[day] ?? '',
    day: (d) => `${d.day} ${months[d.month - 1] ?? ''}`,
    minutes: (n) => (n < 60 ? `${n} min` : `${Math.floor(n / 60)} h ${n % 60} min`),
  },

  period: {
    now: 'Now',
    next: 'Next',
    none: 'No further lessons',
    kinds: { theory: 'Theory', practice: 'Practice' },
    title: (p) => `Period ${p.number} ${p.kind}`,
    minutesLeft: (n) => `${n} min left`,
    minutesUntil: (n) => `Starts in ${n} min`,
  },

  counts: { expected: 'Expected', present: 'Present', missing: 'Missing' },

  notice: {
    'on-time': (f) => `checked in ${f.time}`,
    late: (f) => `checked in, ${f.minutes} min late`,
    'check-out': (f) => `checked out ${f.time}`,
    'early-leave': (f) => `checked out, ${f.minutes} min early`,
    'unknown-person': () => 'Not recognised in this class. Please see the class admin',
    'already-checked-in': () => 'Already checked in, no need to repeat',
    'already-checked-out': () => 'Already checked out, no need to repeat',
    'outside-window': () => 'Not check-in time',
    'not-on-roster': () => 'Not on the roster of this class',
    'wrong-class': () => 'You are in another class. Please go to its room',
    'face-camera': () => 'Please look at the camera',
    'come-closer': () => 'Please come closer',
    'finger-dry': () => 'Finger too dry: breathe on it, or use another finger',
    'finger-wet': () => 'Please dry your finger, or use another',
    'finger-again': () => 'Not clear, please press again',
    'place-finger': () => 'Lay your finger flat on the reader',
    'lift-finger': () => 'Lift your finger',
    'not-saved': () => 'Not saved; please call the class admin',
    'look-here': () => 'Look at the camera and keep still',
  },
  ask: {
    leave: 'Class is not over. Leave early?',
    kept: 'Cancelled, please stay in class',
    yes: 'Leave early',
    no: 'Stay',
  },
  addressed: (name, sentence) => `${name}: ${sentence}`,
  called: { trainee: (name) => name, staff: (name) => name },
  calledAloud: { trainee: (surname) => surname, staff: (surname) => surname },

  advice: {
    orFinger: 'You can also use your finger',
    orFace: 'You can also look at the camera',
    otherFinger: 'Try another finger, or look at the camera',
    answer: 'Touch a button, or confirm by finger',
    seeAdmin: 'Please see the class admin',
    nextAt: (time) => `The next lesson starts at ${time}; please check in then`,
  },

  idle: {
    ready: 'Look at the camera, or press a finger',
    noFace: 'Please press a finger',
    noFaceWhy: 'The check-in camera is out of order for the moment',
    noFinger: 'Please look at the camera',
    noFingerWhy: 'The fingerprint reader is out of order; if you do not use face, see the class admin',
    neither: 'Check-in devices are out of order. Please see the class admin',
    noSession: 'No lesson now, check-in is closed',
    noClass: 'Please ask the bureau to send the class to this kiosk',
  },

  devices: {
    doorCamera: 'Door camera',
    roomCamera: 'Room camera',
    reader: 'Fingerprint',
    disk: 'Disk',
    upload: 'Upload',
    states: { starting: 'starting', ready: 'OK', 'out-of-order': 'fault' },
    retrying: 'Retrying by itself',
    waitingForPicture: 'Waiting for the picture',
    since: (time) => `since ${time}`,
  },
  upload: {
    done: 'all sent',
    waiting: (n) => `${n} waiting`,
    offline: 'offline',
    offlineWaiting: (n) => `offline, ${n} waiting`,
  },

  recording: {
    on: 'Recording',
    off: 'Not recording',
    missing: 'Not recording: this period will be held',
    missingAdvice: 'Class admin: please start recording',
    faultAdvice: 'Being restored. Class admin: please check the room camera',
  },

  storage: {
    lamp: { low: 'nearly full', 'video-stopped': 'nearly full', full: 'full' },
    'video-stopped': {
      text: 'Disk nearly full: video stopped, check-in works',
      advice: 'Connect the network, or call maintenance',
    },
    full: {
      text: 'Disk full: check-ins cannot be saved',
      advice: 'Sign on paper, and call maintenance now',
    },
  },

  admin: {
    enter: 'Class admin',
    title: 'Class admin',
    leave: 'Sign out',
    closesIn: (s) => `Signing out in ${s} s`,
    tabs: { recording: 'Recording', board: 'Attendance', devices: 'Devices', enrolment: 'Enrolment' },
    pin: {
      title: 'Class admin PIN',
      length: '6 to 12 digits',
      erase: 'Erase one digit',
      entered: (n) => `${plural(n, 'digit')} entered`,
    },
  },

  recordingTab: {
    since: (time) => `since ${time}`,
    runs: (length) => `running for ${length}`,
    notRunning: 'Not recording now',
    required: 'This period must be recorded from start to end',
    notRequired: 'Recording is not required now',
    fault: 'Recording is due but not running; it is being restored',
    start: 'Start recording',
    stop: 'Stop recording',
    why: 'Why stop recording?',
    whyNote: 'The reason goes into the record, where the bureau can read it',
    warn: 'What is not recorded of this period will be held for review',
    other: 'Another reason',
    otherHint: 'Please write the reason',
    keep: 'Keep recording',
  },
  stopReasons: {
    ended: 'The lesson ended early',
    pause: 'A break or an interruption',
    repair: 'Camera repair or move',
  },

  board: {
    all: 'Expected',
    present: 'Present',
    missing: 'Missing',
    empty: 'Nobody',
    nobodyMissing: 'Everybody is here',
    noSession: 'No lesson now; attendance is shown here around lessons',
    roles: { trainee: 'Trainee', teacher: 'Teacher', 'class-admin': 'Class admin' },
    status: {
      missing: 'missing',
      in: 'checked in',
      late: 'late',
      out: 'checked out',
      'left-early': 'left early',
    },
    methods: { face: 'face', finger: 'finger' },
  },

  devicesTab: {
    devices: 'Device check',
    queue: 'Upload queue',
    server: 'Review backend',
    online: 'connected',
    offline: 'not connected; data stays here and is sent later by itself',
    records: 'Records waiting',
    segments: 'Video waiting',
    recordUnit: '',
    segmentUnit: '',
    lastReceipt: 'Last receipt',
    noReceipt: 'none yet',
  },

  enrolment: {
    choose: 'Choose who is to be enrolled',
    assessment: (reference) => `Personal information impact assessment: ${reference}`,
    noAssessment: 'Nobody can be enrolled until the impact assessment has its reference',
    faceOn: 'Face enrolled',
    faceOff: 'No face',
    fingers: (n) => (n === 0 ? 'No finger' : plural(n, 'finger')),
    chooseMethod: 'Face or finger, as you like',
    method: { face: 'Enrol face', finger: 'Enrol finger' },
    noticeTitle: {
      face: 'Before your face is enrolled, please read',
      finger: 'Before your finger is enrolled, please read',
    },
    notice: {
      face: [
        'Purpose: only to check that it is you who checks in to this class.',
        'Storage: face features stay on this machine, are never sent, and are deleted when the class closes.',
        'Your choice: refusing face does not affect your training; use a finger.',
      ],
      finger: [
        'Purpose: only to check that it is you who checks in to this class.',
        'Storage: finger features stay on this machine, are never sent, and are deleted when the class closes.',
        'Your choice: refusing finger does not affect your training; use your face.',
      ],
    },
    consent: {
      face: 'I have read this and agree to check in by face',
      finger: 'I have read this and agree to check in by finger',
    },
    begin: 'Start',
    capturing: { face: 'Look at the camera and keep still', finger: 'Lay your finger flat on the reader' },
    secondsLeft: (s) => `${s} s left`,
    enrolled: { face: 'Face enrolled', finger: 'Finger enrolled' },
    again: 'Try again',
    another: 'Next person',
    refused: {
      'no-face': 'No clear face: take off a mask, turn to the light and try again, or use a finger',
      'two-people': 'More than one person in the picture; let the others step out and try again',
      duplicate: 'The same as another enrolled person; not enrolled. Please check who this is',
      'poor-finger': 'The print is not clear: dry the finger, try another, or use the face',
      'fingers-differ': 'Those were different fingers; please use the same one each time',
      timeout: 'Time is up and nothing was captured; please try again',
      'library-full': 'The reader has no room left; please call maintenance',
    },
    refusedUnknown: 'Not enrolled; please try again',
  },

  demo: {
    mark: 'Demo',
    title: 'Demo device panel',
    toggle: 'Device panel',
    note: 'Real use has no such panel',
    pin: (pin) => `Class admin PIN: ${pin}`,
    press: 'Press which finger',
    none: 'No fingers to press',
    quality: 'The finger is',
    qualities: { good: 'fine', dry: 'dry', wet: 'wet', partial: 'partial' },
    reader: 'Fingerprint reader',
    unplug: 'Unplug',
    plug: 'Plug in',
    pressed: (label) => `Pressed: ${label}`,
  },

  noAnswer: 'The check-in program does not answer; please try again',
};
