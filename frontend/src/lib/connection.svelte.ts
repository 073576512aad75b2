let shownFrom = $state<Date | null>(null);

/** Whether what is shown came from the server or from what the device kept. */
export const connection = {
  /** When the data on the page was fetched, if the server cannot be reached; else null. */
  get keptAt(): Date | null {
    return shownFrom;
  },
  /** The server answered. */
  answered() {
    shownFrom = null;
  },
  /** The server did not answer; an answer kept at this time is shown. */
  keptAnswer(at: Date) {
    if (!shownFrom || at < shownFrom) shownFrom = at;
  },
};
