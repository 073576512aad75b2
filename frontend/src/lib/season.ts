/** The last day that figures of the programme itself speak of. */
export const programmeEnd = '2021-12-31';

/** Which of the three dyes of the design stands for the season of a year. */
export const dyeOf = (year: number) => (((year - 2017) % 3) + 3) % 3;
