import type { PersonalDataFieldsFragment } from '$lib/graph/personal';
import { i18n } from '$lib/i18n';
import { alphabets } from './told';
import type { PersonalWords } from './words';

/** What is held of a person, one line for each: its label, the text, and whether it is the person's own words. */
export function linesOf(data: PersonalDataFieldsFragment, words: PersonalWords) {
  return [
    ...alphabets.map((one) => {
      const name = data.names?.[one];
      const whole = name && [name.family, name.given, name.patronymic].filter(Boolean).join(' ');
      return [words.data.name[one], whole, true] as const;
    }),
    [words.fields.BIRTH_DATE, data.birthDate && i18n.format.on(data.birthDate)] as const,
    [words.fields.IIN, data.iin, true] as const,
    [words.fields.DOCUMENT, data.document, true] as const,
    [words.fields.SEX, data.sex && words.sexes[data.sex]] as const,
    [words.fields.PHONE, data.phone, true] as const,
    [words.fields.EMAIL, data.email, true] as const,
    [words.fields.ADDRESS, data.address, true] as const,
    [words.fields.EDUCATION, data.education && words.schooling[data.education]] as const,
    [words.fields.OCCUPATION, data.occupation && words.occupation[data.occupation]] as const,
    [
      words.fields.CATEGORIES,
      data.categories
        .map(
          ({ category, attestation }) =>
            `${words.categories[category][0]} (${words.attestations[attestation]})`,
        )
        .join(', '),
    ] as const,
    ...(data.guardian
      ? [
          [
            words.fields.GUARDIAN,
            [data.guardian.name, data.guardian.email, data.guardian.phone]
              .filter(Boolean)
              .join(', '),
            true,
          ] as const,
        ]
      : []),
  ];
}
