/** How data that is invented for demonstration is marked. */
export const invented = {
  mark: 'Ойдан шығарылған',
  notice:
    'Бұл — көрсетуге арналған деректер: мұндағы адамдар, ұйымдар мен жобалар ойдан шығарылған.',
  more: 'Көрсетілім туралы',
  season: (year: number): string => `${year} (ойдан шығарылған)`,
  projects: (count: string): string => `Көрсетуге арналған ${count} жоба`,
  open: 'Көрсетілім жобаларының тізімі',
  column: 'Ойдан шығарылған ба',
  yes: 'иә',
  no: 'жоқ',
};

export type InventedMessages = typeof invented;
