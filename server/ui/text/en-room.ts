import type { zhRoom } from './zh-CN-room.ts';

export const enRoom: typeof zhRoom = {
  pictureFault: {
    black: 'Black picture',
    covered: 'Camera covered',
    frozen: 'Frozen picture',
    looped: 'Picture plays over and over',
  },
  presenceFlag: { 'empty-room': 'Empty room', 'few-heads': 'Far fewer people' },
  photoState: { announced: 'Announced', verified: 'Verified', damaged: 'Damaged, not shown' },
  selfTestPart: {
    'room-camera': 'room camera',
    'door-camera': 'door camera',
    reader: 'finger reader',
    clock: 'clock',
    disk: 'disk',
    link: 'network',
  },

  room: {
    tab: (name, flags) => (flags === 0 ? name : `${name} (${flags} to look at)`),
    none: 'No session has begun yet',
    heads: 'People in the picture',
    checkedIn: 'Checked in',
    flagged: 'To look at',
    curve: 'Presence',
    looks: (n) => (n === 1 ? '1 look' : `${n} looks`),
    noLooks: 'No looks into the room in this session',
    noLooksNext:
      'During lessons the kiosk counts people at moments that the plan draws; they show here once uploaded.',
    look: (time, heads, recognised, checkedIn) =>
      `${time}: ${heads} in the picture (${recognised} recognised), ${checkedIn} checked in`,
    flag: (range, { code, looks, heads, checkedIn }) => {
      const times = looks > 1 ? `at ${looks} looks in a row ` : '';
      const seen = code === 'empty-room' ? 'nobody in the picture' : `at most ${heads} in the picture`;
      return `${range}: ${times}${seen}, with ${checkedIn} checked in`;
    },
    flagNote: 'By the product’s own thresholds. Attendance is not changed: compare with the video.',
    photos: 'Photographs of the room',
    photoCount: (taken, wanted) => `${taken} of ${wanted} taken`,
    missingLooks: (times) =>
      times.length === 1
        ? `The plan drew a look at ${times[0]}: no record of it came.`
        : `The plan drew looks at ${times.join(', ')}: no records of them came.`,
    photoMissing: 'None came',
    noPhotos: 'No photograph is due yet',
    photoAt: (time) => `Taken ${time}`,
    photoDue: (time) => `drawn ${time}`,
    openPhoto: (time) => `Open the photograph of ${time}`,
    watch: 'Replay',
    selfTest: 'Self-test',
    selfTestOk: (time) => `${time} passed`,
    selfTestBad: (time, parts) => `${time} failed: ${parts.join(', ')}`,
    noSelfTest: 'None on record',
  },

  film: {
    open: 'Download this period',
    unplayable:
      'This browser cannot play H.265 video: choose a period below, download it (MP4) and open it in a player of this machine.',
    title: (period) => `Video of ${period} (MP4)`,
    lead: 'Verified segments joined as they are, without re-encoding: each is still the bytes that its signed record names, and can be checked by the list.',
    parts: (n) => `The camera’s picture changed its parameters: the period comes in ${n} files.`,
    gaps: (n, length) =>
      `${n === 1 ? '1 gap' : `${n} gaps`}, ${length} in all: the file has nothing of that time.`,
    noGaps: 'No gaps.',
    part: (n) => `Part ${n}`,
    whole: 'Whole period',
    segments: (n) => (n === 1 ? '1 segment' : `${n} segments`),
    download: 'Download',
    list: 'Download the list (JSON)',
    check: 'Check a segment (offset and length stand in the list)',
  },
};
