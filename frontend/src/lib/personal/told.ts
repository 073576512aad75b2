import type {
  FullNameInput,
  Occupation,
  OwnYouthFieldsFragment,
  PersonalDataInput,
  Schooling,
  Sex,
  VulnerabilityCategory,
} from '$lib/graph/personal';

/** The alphabets of names, the first shown first. */
export const alphabets = ['kazakh', 'russian', 'latin'] as const;
export type Alphabet = (typeof alphabets)[number];

interface Name {
  /** The person writes their name in this alphabet. */
  used: boolean;
  family: string;
  given: string;
  patronymic: string;
}

/** What a form holds of what people tell of themselves; empty where nothing is. */
export interface Told {
  names: Record<Alphabet, Name>;
  sex: Sex | '';
  birthDate: string;
  iin: string;
  phone: string;
  region: string;
  locality: string;
  address: string;
  document: string;
  education: Schooling | '';
  occupation: Occupation | '';
  categories: VulnerabilityCategory[];
}

const noName = { family: '', given: '', patronymic: '' };

/** The form before anything is told. */
export const nothingTold = (): Told => ({
  names: {
    kazakh: { used: true, ...noName },
    russian: { used: false, ...noName },
    latin: { used: false, ...noName },
  },
  sex: '',
  birthDate: '',
  iin: '',
  phone: '',
  region: '',
  locality: '',
  address: '',
  document: '',
  education: '',
  occupation: '',
  categories: [],
});

/** The form with what is held of a person. */
export function toldOf({
  region,
  locality,
  categories,
  personalData,
}: OwnYouthFieldsFragment): Told {
  const { names, ...held } = personalData!;
  const name = (alphabet: Alphabet): Name => ({
    used: Boolean(names?.[alphabet]),
    ...(names?.[alphabet] ?? noName),
  });
  return {
    names: { kazakh: name('kazakh'), russian: name('russian'), latin: name('latin') },
    sex: held.sex ?? '',
    birthDate: held.birthDate ?? '',
    iin: held.iin ?? '',
    phone: held.phone ?? '',
    region: region.id,
    locality: locality?.id ?? '',
    address: held.address ?? '',
    document: held.document ?? '',
    education: held.education ?? '',
    occupation: held.occupation ?? '',
    categories: categories.map(({ category }) => category),
  };
}

/** The form as the graph takes it. */
export function toldInput({ names, region, locality, ...told }: Told) {
  const name = ({ used, ...parts }: Name): FullNameInput | null => (used ? parts : null);
  const data: PersonalDataInput = {
    ...told,
    kazakhName: name(names.kazakh),
    russianName: name(names.russian),
    latinName: name(names.latin),
    sex: told.sex || null,
    education: told.education || null,
    occupation: told.occupation || null,
  };
  return { region, locality: locality || null, data };
}
