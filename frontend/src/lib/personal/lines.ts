import type { PersonalDataFieldsFragment } from '$lib/graph/personal';
import { i18n } from '$lib/i18n';
import type { GuardianWords } from './guardian';
import { alphabets } from './told';
import type { PersonalWords } from './words';

/** A label within a sentence: abbreviations keep their capitals. */
export const withinSentence = (label: string) =>
  /^\p{Lu}{2}/u.test(label) ? label : label.charAt(0).toLowerCase() + label.slice(1);

/**
 * What is held of a person, one line for each: its label, the text, and whether it is the
 * person's own words.
 */
export function linesOf(
  data: PersonalDataFieldsFragment,
  words: PersonalWords,
  relations: GuardianWords['relations'],
  /** How each circumstance is known. */
  attestations = words.attestations,
) {
  const { guardian } = data;
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
            `${words.categories[category][0]} (${attestations[attestation]})`,
        )
        .join(', '),
    ] as const,
    ...(guardian
      ? [
          [
            words.fields.GUARDIAN,
            [
              guardian.name,
              guardian.relation && withinSentence(relations[guardian.relation]),
              guardian.email,
              guardian.phone,
            ]
              .filter(Boolean)
              .join(', '),
            true,
          ] as const,
        ]
      : []),
  ];
}
