import { describe, expect, test } from 'vitest';
import { languages } from '$lib/language';
import type { Qualifier, Unit } from '$lib/graph/types';
import { createFormat } from '$lib/format';
import { loadMessages, type Messages } from '.';

// Every text of a language with the path to it; functions are called elsewhere.
function texts(node: unknown, path = ''): [string, string][] {
  if (typeof node === 'string') return [[path, node]];
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => texts(value, `${path}.${key}`));
}

const cyrillic = /[а-яәғқңөұүһі]/i;
const kazakhOnly = /[әғқңұүһі]/i; // ө is in Russian names too

describe('texts', () => {
  test.each(languages)('%s has every text, in its own letters', async (language) => {
    const found = texts(await loadMessages(language));
    expect(found.length).toBeGreaterThan(100);
    for (const [path, text] of found) {
      expect(text.trim(), path).not.toBe('');
      if (/^\.(numbers|site|about\.steps\.\d+\.sources\.\d+)$/.test(path)) continue;
      expect(cyrillic.test(text), `${path}: ${text}`).toBe(language !== 'en');
      if (language === 'ru') expect(kazakhOnly.test(text), `${path}: ${text}`).toBe(false);
    }
  });

  test('all languages have the same ones', async () => {
    const paths = await Promise.all(
      languages.map(async (language) => texts(await loadMessages(language)).map(([path]) => path)),
    );
    expect(new Set(paths[1])).toEqual(new Set(paths[0]));
    expect(new Set(paths[2])).toEqual(new Set(paths[0]));
  });

  test('no text is the same in two languages', async () => {
    const [kk, ru] = await Promise.all([loadMessages('kk'), loadMessages('ru')]);
    const russian = new Map(texts(ru));
    const same = texts(kk).filter(([path, text]) => russian.get(path) === text);
    // Some words are one in both.
    expect(same.map(([path]) => path).filter((path) => !path.includes('.sources.'))).toEqual([
      '.account.journal',
      '.numbers',
      '.site',
      '.settings.contrast',
      '.measures.BUDGET',
    ]);
  });
});

describe('values', () => {
  const write = (m: Messages, qualifier: Qualifier, value: number, unit: Unit) => {
    const [before, after] = m.around(qualifier, value, unit);
    return (before + createFormat(m).number(value) + after).replaceAll('\u00a0', ' ');
  };

  test.each<[Qualifier, number, Unit, string, string, string]>([
    ['EXACTLY', 1027, 'PROJECTS', '1 027 жоба', '1 027 проектов', '1,027 projects'],
    ['EXACTLY', 1, 'PROJECTS', '1 жоба', '1 проект', '1 project'],
    ['EXACTLY', 143, 'PROJECTS', '143 жоба', '143 проекта', '143 projects'],
    ['ABOUT', 3.3, 'PEOPLE', 'шамамен 3,3 адам', 'около 3,3 человека', 'about 3.3 people'],
    [
      'ALMOST',
      500,
      'APPLICATIONS',
      '500-ге жуық өтінім',
      'почти 500 заявок',
      'almost 500 applications',
    ],
    ['OVER', 3500, 'PEOPLE', '3 500-ден астам адам', 'более 3 500 человек', 'over 3,500 people'],
    ['OVER', 21, 'PROJECTS', '21-ден астам жоба', 'более 21 проекта', 'over 21 projects'],
    ['OVER', 40, 'PERCENT', '40%-дан астам', 'более 40 %', 'over 40%'],
    [
      'AT_LEAST',
      1100,
      'PROJECTS',
      'кемінде 1 100 жоба',
      'не менее 1 100 проектов',
      'at least 1,100 projects',
    ],
    [
      'UP_TO',
      1_000_000,
      'KZT',
      '1 000 000 теңгеге дейін',
      'до 1 000 000 тенге',
      'up to 1,000,000 tenge',
    ],
    ['EXACTLY', 5, 'MONTHS', '5 ай', '5 месяцев', '5 months'],
    ['EXACTLY', 760_000, 'USD', '760 000 АҚШ доллары', '760 000 долларов США', 'US$ 760,000'],
  ])('%s %d %s', async (qualifier, value, unit, ...expected) => {
    const all = await Promise.all(languages.map(loadMessages));
    expect(all.map((m) => write(m, qualifier, value, unit))).toEqual(expected);
  });
});

describe('days', () => {
  test.each([
    ['2022-06-08', '2022 жылғы 8 маусым', '8 июня 2022 года', '8 June 2022'],
    ['2019-12-01', '2019 жылғы 1 желтоқсан', '1 декабря 2019 года', '1 December 2019'],
  ])('%s', async (date, ...expected) => {
    const all = await Promise.all(languages.map(loadMessages));
    expect(all.map((m) => createFormat(m).on(date))).toEqual(expected);
  });

  test('from and until', async () => {
    const kk = createFormat(await loadMessages('kk'));
    const months = Array.from(
      { length: 12 },
      (_, i) => `2019-${String(i + 1).padStart(2, '0')}-05`,
    );
    const endings = (write: (date: string) => string) =>
      months.map((date) => write(date).split(' ')[3]);
    expect(endings(kk.from)).toEqual(
      'қаңтардан ақпаннан наурыздан сәуірден мамырдан маусымнан шілдеден тамыздан қыркүйектен қазаннан қарашадан желтоқсаннан'.split(
        ' ',
      ),
    );
    expect(endings(kk.until)).toEqual(
      'қаңтарға ақпанға наурызға сәуірге мамырға маусымға шілдеге тамызға қыркүйекке қазанға қарашаға желтоқсанға'.split(
        ' ',
      ),
    );
  });

  test('periods and offsets', async () => {
    const en = createFormat(await loadMessages('en'));
    expect(en.period('2018-01-01', '2018-12-31')).toBe('2018');
    expect(en.period('2017-01-01', '2021-12-31')).toBe('2017–2021');
    expect(en.period('2014-03-25', '2018-02-28')).toBe('25 March 2014 – 28 February 2018');
    expect([300, 360, 330, -210, 0].map(en.offset)).toEqual([
      'UTC+5',
      'UTC+6',
      'UTC+5:30',
      'UTC−3:30',
      'UTC+0',
    ]);
  });
});
