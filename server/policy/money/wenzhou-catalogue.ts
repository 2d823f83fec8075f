/** 附件1: which occupations stand in which class. Class C also takes in others of the state's list: a person says so. */
const catalogue = {
  A: '车工、铣工、焊工、电工、铸造工、锻造工、钳工、磨工、汽车维修工、电梯安装维修工、机床装调维修工、模具工、起重装卸机械操作工、冲压工、电切削工、制冷空调系统安装维修工',
  B: '中央空调系统运行操作员、锅炉操作工、金属热处理工、制冷工、中式烹调师、西式烹调师、中式面点师、西式面点师、美容师、美发师、眼镜验光员、眼镜定配工',
  C: '育婴员、保育员、智能楼宇管理员、保安员、防水工、钢筋工、砌筑工、混凝土工、木工、架子工、茶艺师、评茶员、有害生物防制员、安检员、安全评价师、劳动关系协调员、企业人力资源管理师',
} as const;

type OccupationClass = keyof typeof catalogue;

const classOf = new Map(
  Object.entries(catalogue).flatMap(([letter, names]) =>
    names.split('、').map((name) => [name, letter as OccupationClass] as const),
  ),
);

/** The class that annex 1 names for an occupation; undefined when it does not name it. */
export function wenzhouClassOf(occupation: string): OccupationClass | undefined {
  return classOf.get(occupation.trim());
}
