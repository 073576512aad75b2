import { nothingTold, type Told } from './told';

let owner = '';
let told = $state(nothingTold());
let begun = JSON.stringify(nothingTold());

/**
 * What somebody typed and has not sent yet, for as long as the application is
 * open, whatever page they visit meanwhile. It is kept nowhere on the device.
 */
export const draft = {
  /** The draft of a form of a person, begun anew when the last was another's. */
  of(account: string, form: string, begin: () => Told): Told {
    if (owner !== `${account}/${form}`) {
      owner = `${account}/${form}`;
      told = begin();
      begun = JSON.stringify(told);
    }
    return told;
  },
  /** Whether it differs from what it began with. */
  typed: () => JSON.stringify(told) !== begun,
  /** Forgets it once it is sent. */
  forget() {
    owner = '';
    told = nothingTold();
    begun = JSON.stringify(told);
  },
};
