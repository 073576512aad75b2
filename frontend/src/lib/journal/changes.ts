import type { ChangeFieldsFragment, RecordNamesQuery } from '$lib/graph/journal';
import { i18n } from '$lib/i18n';
import type { Language } from '$lib/language';
import { page } from '$app/state';
import type { ChangedFields } from './changed';
import type { JournalWords } from './words.kk';

export type { JournalWords };
export type ChangedType = keyof ChangedFields;

type Field = ChangedFields[ChangedType];
/** A field, whatever the language of its text. */
export type FieldName = Field extends infer Name
  ? Name extends `${infer Base}.${Language}`
    ? Base
    : Name
  : never;

/** The words of the journal, in a file of their own that only its readers load. */
export function loadJournalWords(language: Language): Promise<JournalWords> {
  const load: Record<Language, () => Promise<JournalWords>> = {
    kk: async () => (await import('./words.kk')).words,
    ru: async () => (await import('./words.ru')).words,
    en: async () => (await import('./words.en')).words,
  };
  return load[language]();
}

/** What a record is called, and where its page is, by identifier. */
export type Names = Record<string, { text: string; path?: string; own?: boolean }>;

/** How many identifiers the graph finds at once. */
const mostNames = 100;

const references: readonly string[] = [
  'account',
  'grantedBy',
  'host',
  'invitedBy',
  'locality',
  'parent',
  'predecessor',
  'project',
  'region',
  'ruleSet',
  'season',
  'source',
  'youth',
] satisfies FieldName[];

/** The records that changes are of and lead to, as many as are asked for at once. */
export function recordsOf(changes: readonly ChangeFieldsFragment[], others: string[] = []) {
  const ids = new Set(others);
  for (const { record, fields } of changes) {
    if (record) ids.add(record);
    for (const { name, before, after } of fields) {
      if (!references.includes(name)) continue;
      for (const id of [before, after]) if (id != null) ids.add(String(id));
    }
  }
  return [...ids].slice(0, mostNames);
}

/** The names of the records that were found; those hidden and absent have none. */
export function namesOf(
  nodes: RecordNamesQuery['nodes'],
  language: Language,
  roles?: Record<string, string>,
): Names {
  const names: Names = {};
  for (const node of nodes) {
    switch (node?.__typename) {
      case 'Account':
        names[node.id] = { text: node.name, path: `/people/${node.id}`, own: true };
        break;
      case 'RoleGrant':
        if (!node.account) break;
        names[node.id] = {
          text: `${roles?.[node.role] ?? node.role} · ${node.account.name}`,
          path: `/people/${node.account.id}`,
          own: true,
        };
        break;
      case 'HostOrganization':
        names[node.id] = { text: node.name, own: true };
        break;
      case 'SocialProject':
        names[node.id] = { text: node.title, path: `/projects/${node.id}`, own: true };
        break;
      case 'Youth':
        names[node.id] = { text: `${node.familyName} ${node.givenName}`, own: true };
        break;
      case 'Source':
        names[node.id] = { text: node.code, path: '/sources' };
        break;
      case 'Locality':
        names[node.id] = { text: node.localName[language] };
        break;
      case 'Region':
        names[node.id] = { text: node.localName[language], path: `/regions/${node.isoCode}` };
        break;
      case 'Season':
        names[node.id] = { text: node.localName[language], path: `/seasons/${node.year}` };
        break;
    }
  }
  return names;
}

/** Changes that were made together, one after another in a list. */
export function together(changes: readonly ChangeFieldsFragment[]) {
  const groups: { transaction: string; changes: ChangeFieldsFragment[] }[] = [];
  for (const change of changes) {
    const last = groups.at(-1);
    if (last?.transaction === change.transaction) last.changes.push(change);
    else groups.push({ transaction: change.transaction, changes: [change] });
  }
  return groups;
}

/** The people who made changes, and who else was chosen: identifiers and names. */
export function actorsOf(
  changes: readonly ChangeFieldsFragment[],
  chosen: string,
  names: Names,
): [string, string][] {
  const people = new Map<string, string>(
    changes.flatMap(({ actor: { account } }) =>
      account ? [[account.id, account.name] as const] : [],
    ),
  );
  if (chosen) people.set(chosen, names[chosen]?.text ?? chosen);
  return [...people];
}

/** The address of a page of the journal: of what is older, nowhere when nothing is; of the newest. */
export function olderThan(
  url: URL,
  place?: { hasNextPage: boolean; endCursor?: string | null },
): string | undefined {
  const query = new URLSearchParams(url.searchParams);
  query.delete('after');
  if (place) {
    if (!place.hasNextPage || !place.endCursor) return undefined;
    query.set('after', place.endCursor);
  }
  return `${url.pathname}?${query}`;
}

/** The day after a day given as YYYY-MM-DD, or the day itself, as an instant of the device's clock. */
export function instant(day: string, later = 0): string | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return null;
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const at = new Date(year, month - 1, date + later);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

/** What a field is called; a text in several languages says which of them it is. */
export function fieldText(words: JournalWords, name: string): string {
  const [base, language] = name.split('.') as [FieldName, Language | undefined];
  const text = words.fields[base];
  return language ? `${text} (${words.languages[language]})` : text;
}

/** A value as it is shown: in the page's words, a name, somebody's own text, or data as it is. */
export interface Shown {
  text: string;
  kind: 'words' | 'own' | 'data';
  path?: string;
  /** The language of the text, where it is known. */
  lang?: Language;
}

export function show(
  words: JournalWords,
  names: Names,
  type: string,
  field: string,
  value: unknown,
): Shown {
  const [base, language] = field.split('.') as [FieldName, Language | undefined];
  if (value === null || value === undefined || value === '') {
    return { text: words.empty, kind: 'words' };
  }
  if (typeof value === 'boolean') return { text: value ? words.yes : words.no, kind: 'words' };
  if (references.includes(base)) {
    const found = names[String(value)];
    return found
      ? { text: found.text, kind: found.own ? 'own' : 'words', path: found.path }
      : { text: String(value), kind: 'data' };
  }
  if (typeof value === 'number') {
    const isCount = base === 'value';
    return { text: isCount ? i18n.format.number(value) : String(value), kind: 'words' };
  }
  if (typeof value !== 'string') return { text: JSON.stringify(value, null, 2), kind: 'data' };
  if (language) return { text: value, kind: 'words', lang: language };
  const word = wordsOf(words, type, base)?.[value];
  if (word) return { text: word, kind: 'words' };
  if (/^\d{4}-\d{2}-\d{2}T/.test(value)) {
    return { text: i18n.format.moment(new Date(value)), kind: 'words' };
  }
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return { text: i18n.format.on(value), kind: 'words' };
  return { text: value, kind: /^[A-Z_]+$/.test(value) ? 'data' : 'own' };
}

/** The words for a field's values, where it has few of them. */
function wordsOf(
  words: JournalWords,
  type: string,
  field: FieldName,
): Record<string, string> | undefined {
  const { m } = i18n;
  switch (field) {
    case 'stage':
      return m.projects.stages;
    case 'direction':
      return { ...m.directions, OTHER: m.projects.otherDirection };
    case 'state':
      return m.states;
    case 'measure':
      return m.measures;
    case 'basis':
      return m.bases;
    case 'rule':
      return m.rules;
    case 'role':
      return type === 'Member' ? m.projects.roles : page.data.words?.roles;
    case 'language':
      return type === 'SocialProject' ? m.projects.textLanguages : words.languages;
    case 'kind':
      if (type === 'Region') return m.kinds;
      return type === 'Notification' ? page.data.words?.notices : undefined;
  }
  return undefined;
}
