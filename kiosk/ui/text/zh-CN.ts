/** The source dictionary: every word of the page. `en.ts` must satisfy its type. */
export const zhCN = {
  productName: '课勤',
  language: { other: 'English', otherLabel: 'Switch to English' },
  connecting: '正在连接签到程序…',
  connectionLost: '与签到程序的连接中断，画面可能不是最新的，正在重连',
  noClass: '本机尚未下发班次',
  confirm: '确认',
  cancel: '取消',
  close: '关闭',
  back: '返回',

  clock: {
    date: (d: { month: number; day: number; weekday: number }) =>
      `${d.month}月${d.day}日 星期${'日一二三四五六'.charAt(d.weekday)}`,
    day: (d: { month: number; day: number }) => `${d.month}月${d.day}日`,
    minutes: (n: number) => (n < 60 ? `${n}分钟` : `${Math.floor(n / 60)}小时${n % 60}分钟`),
  },

  period: {
    now: '本节',
    next: '下一节',
    none: '没有后续课程',
    kinds: { theory: '理论', practice: '实操' },
    title: (p: { number: number; kind: string }) => `第${p.number}节 ${p.kind}`,
    minutesLeft: (n: number) => `距下课 ${n} 分钟`,
    minutesUntil: (n: number) => `${n} 分钟后上课`,
  },

  counts: { expected: '应到', present: '已签', missing: '未到' },

  /** Without the name; `addressed` puts it in front. */
  notice: {
    'on-time': (f: { time: string }) => `签到成功 ${f.time}`,
    late: (f: { minutes: number }) => `迟到${f.minutes}分钟，已签到`,
    'check-out': (f: { time: string }) => `签退成功 ${f.time}`,
    'early-leave': (f: { minutes: number }) => `已签退，早退${f.minutes}分钟`,
    'unknown-person': () => '未识别到本班人员，请联系班主任',
    'already-checked-in': () => '已签到，无需重复',
    'already-checked-out': () => '已签退，无需重复',
    'outside-window': () => '不在签到时间',
    'not-on-roster': () => '不在本班名册',
    'wrong-class': () => '您在其他班次，请到对应教室',
    'face-camera': () => '请正视摄像头',
    'come-closer': () => '请靠近一些',
    'finger-dry': () => '手指太干，请哈一口气再按，或换手指',
    'finger-wet': () => '请擦干手指或换手指',
    'finger-again': () => '请抬起手指，再按一次',
  },
  ask: { leave: '尚未下课，确认早退？', kept: '已取消，请继续上课', yes: '确认早退', no: '继续上课' },
  addressed: (name: string, sentence: string) => `${name}，${sentence}`,
  /** How a person is called: on the page by the masked name, aloud by the surname. */
  called: { trainee: (name: string) => name, staff: (name: string) => `${name}老师` },
  calledAloud: {
    trainee: (surname: string) => `${surname}同学`,
    staff: (surname: string) => `${surname}老师`,
  },

  advice: {
    orFinger: '也可以按指纹签到',
    orFace: '也可以正视摄像头签到',
    otherFinger: '请换一个手指，或正视摄像头',
    askAgain: '再看一次摄像头或再按一次指纹，也表示确认',
    seeAdmin: '请联系班主任',
    nextAt: (time: string) => `下一节 ${time} 开始，请届时再签`,
  },

  idle: {
    ready: '请正视摄像头，或按指纹',
    noFace: '请按指纹签到',
    noFaceWhy: '签到摄像头暂时不能用',
    noFinger: '请正视摄像头',
    noFingerWhy: '指纹仪暂时不能用；不用人脸的，请找班主任签到',
    neither: '签到设备暂时不能用，请找班主任签到',
    noSession: '现在没有课，暂不签到',
    noClass: '请班主任联系人社部门下发班次',
  },

  devices: {
    doorCamera: '签到摄像头',
    roomCamera: '教室摄像头',
    reader: '指纹仪',
    disk: '磁盘',
    upload: '上传',
    states: { starting: '启动中', ready: '正常', 'out-of-order': '故障' },
    retrying: '正在自动重试',
    waitingForPicture: '正在取画面',
    since: (time: string) => `自 ${time}`,
  },
  upload: {
    done: '已传完',
    waiting: (n: number) => `待传 ${n}`,
    offline: '未连通',
    offlineWaiting: (n: number) => `未连通，待传 ${n}`,
  },

  recording: {
    on: '录像中',
    off: '未录像',
    missing: '未录像，本节待核',
    missingAdvice: '请班主任开始录像',
    faultAdvice: '录像中断，正在自动恢复；请班主任查看教室摄像头',
  },

  admin: {
    enter: '班主任',
    title: '班主任',
    leave: '退出',
    closesIn: (s: number) => `${s} 秒后自动退出`,
    tabs: { recording: '录像', board: '签到情况', devices: '设备与上传', enrolment: '人员登记' },
    pin: {
      title: '请输入班主任密码',
      length: '4 到 12 位数字',
      erase: '删除一位',
      entered: (n: number) => `已输入 ${n} 位`,
    },
  },

  recordingTab: {
    since: (time: string) => `${time} 开始`,
    runs: (length: string) => `已录 ${length}`,
    notRunning: '现在没有录像',
    required: '本节课要求全程录像',
    notRequired: '本时段不要求录像',
    fault: '应当录像但没有录上，正在自动恢复',
    start: '开始录像',
    stop: '停止录像',
    why: '为什么停止录像？',
    whyNote: '原因会写入记录，人社部门可以看到',
    warn: '停止后，本节未录的时间待核',
    other: '其他原因',
    otherHint: '请写明原因',
    keep: '继续录像',
  },
  /** Sent as they stand here, whatever the page's language: the bureau reads them in the record. */
  stopReasons: { ended: '课程提前结束', pause: '课间休息或临时中断', repair: '检修摄像头或更换位置' },

  board: {
    all: '应到',
    present: '已签',
    missing: '未到',
    empty: '没有人员',
    nobodyMissing: '全部到齐',
    noSession: '现在没有课，下面是全班名册',
    roles: { trainee: '学员', teacher: '教师', 'class-admin': '班主任' },
    status: { missing: '未到', in: '已签到', late: '迟到', out: '已签退', 'left-early': '早退' },
    methods: { face: '人脸', finger: '指纹' },
  },

  devicesTab: {
    devices: '设备自检',
    queue: '上传队列',
    server: '审核后台',
    online: '已连通',
    offline: '未连通，数据留在本机，连通后自动补传',
    records: '待传记录',
    segments: '待传录像',
    recordUnit: '条',
    segmentUnit: '段',
    lastReceipt: '最近回执',
    noReceipt: '还没有回执',
  },

  enrolment: {
    choose: '请选择要登记的人员',
    assessment: (reference: string) => `个人信息保护影响评估：${reference}`,
    noAssessment: '尚未填写个人信息保护影响评估编号，不能登记',
    faceOn: '人脸已登记',
    faceOff: '人脸未登记',
    fingers: (n: number) => (n === 0 ? '指纹未登记' : `指纹 ${n} 枚`),
    chooseMethod: '可选人脸或指纹',
    method: { face: '登记人脸', finger: '登记指纹' },
    noticeTitle: { face: '登记人脸前，请本人阅读', finger: '登记指纹前，请本人阅读' },
    notice: {
      face: [
        '用途：只在本班签到时，核对是不是您本人。',
        '保存：人脸特征只存在这台机器里，不上传，结班后删除。',
        '自愿：不同意人脸不影响参训，可以改用指纹，或请班主任登记签到。',
      ],
      finger: [
        '用途：只在本班签到时，核对是不是您本人。',
        '保存：指纹特征只存在这台机器里，不上传，结班后删除。',
        '自愿：不同意指纹不影响参训，可以改用人脸，或请班主任登记签到。',
      ],
    },
    consent: { face: '本人已阅读，同意用人脸签到', finger: '本人已阅读，同意用指纹签到' },
    begin: '开始采集',
    capturing: { face: '请正视摄像头，保持不动', finger: '请把手指平放在指纹仪上' },
    secondsLeft: (s: number) => `剩余 ${s} 秒`,
    enrolled: { face: '人脸登记成功', finger: '指纹登记成功' },
    again: '再试一次',
    another: '登记下一位',
    refused: {
      'no-face': '没有拍到清楚的人脸，请摘下口罩、面向光线再试，或改用指纹',
      'two-people': '画面里不止一个人，请其他人离开画面后再试',
      duplicate: '与已登记的另一人重复，没有登记，请核对身份',
      'poor-finger': '指纹不清楚，请擦干手指或换手指再试，或改用人脸',
      'fingers-differ': '几次按的不是同一个手指，请用同一个手指再试',
      timeout: '等候时间到，没有采集到，请再试一次',
      'library-full': '指纹仪的存储已满，请联系维护人员',
    },
    refusedUnknown: '没有登记成功，请再试一次',
  },

  demo: {
    mark: '演示',
    title: '演示设备面板',
    note: '仅演示模式有此面板，真实使用时没有',
    press: '按下哪个手指',
    none: '没有可按的手指',
    quality: '手指状态',
    qualities: { good: '正常', dry: '干', wet: '湿', partial: '只按到一半' },
    reader: '指纹仪',
    unplug: '拔下指纹仪',
    plug: '插上指纹仪',
    pressed: (label: string) => `已按下：${label}`,
  },

  noAnswer: '签到程序没有回应，请稍后再试',
};

export type Dictionary = typeof zhCN;
