import { expect, test } from 'vitest';
import { nothingTold, toldInput, toldOf } from './told';

const text = { kk: '', ru: '', en: '' };
const held = {
  id: '1',
  region: { id: '2', name: text },
  locality: null,
  registeredAt: '',
  attestedAt: null,
  processingStoppedAt: null,
  mergedAt: null,
  categories: [{ category: 'ORPHAN', attestation: 'DECLARED' }],
  personalData: {
    names: { kazakh: null, russian: { family: 'Ким', given: 'Вера', patronymic: '' }, latin: null },
    sex: 'FEMALE',
    birthDate: '2001-02-03',
    iin: '990000000007',
    phone: '+77010000000',
    email: 'vera@zhas.example',
    address: '',
    document: null,
    education: null,
    occupation: 'NEET',
    categories: [],
    guardian: null,
  },
} as const;

test('what is held comes back to the graph as it was', () => {
  const { email, names, address, document, categories, guardian, ...data } = held.personalData;
  expect(categories).toEqual([]);
  expect(email).not.toBe('');
  expect(guardian).toBeNull();
  expect(
    toldInput(
      toldOf({
        ...held,
        categories: [...held.categories],
        personalData: { ...held.personalData, categories: [] },
      }),
    ),
  ).toEqual({
    region: '2',
    locality: null,
    data: {
      ...data,
      kazakhName: null,
      russianName: names.russian,
      latinName: null,
      address,
      document: document ?? '',
      categories: ['ORPHAN'],
    },
  });
});

test('a name is sent in the alphabets that are in use, and nothing for what is not told', () => {
  const { data } = toldInput(nothingTold());
  expect(data.kazakhName).toEqual({ family: '', given: '', patronymic: '' });
  expect([data.russianName, data.latinName, data.sex, data.education]).toEqual(
    Array(4).fill(null), //
  );
});
