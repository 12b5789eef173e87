const tab = 0x09;
const space = 0x20;
const colon = 0x3a;
const del = 0x7f;

/** The first line of an mbox entry, sometimes escaped: some programs leave it in front of the header block. */
const mboxNames = ['From', '>From'];

/** What is known of a line of the header block so far. */
type Progress = 'start' | 'name' | 'space_after_name' | 'field';

/**
 * Reads a line of the header block octet by octet until it is known whether it is one: a field name and a colon (RFC 5322 §3.6.8, with
 * white space between them as §4.5 allows), the continuation of a field, or an mbox line in front of everything.
 */
export class FieldLine {
  readonly #isFirst: boolean;
  #progress: Progress = 'start';
  #name = '';

  constructor({ isFirst }: { readonly isFirst: boolean }) {
    this.#isFirst = isFirst;
  }

  /** Whether it is known to be one; nothing more need be read then. */
  get isField(): boolean {
    return this.#progress === 'field';
  }

  /** Reads one octet that is not the first of a line end. False: this line is no part of a header block. */
  read(octet: number): boolean {
    const isWhite = octet === space || octet === tab;
    switch (this.#progress) {
      case 'start':
        this.#progress = isWhite ? 'field' : 'name';
        return isWhite || this.#readName(octet);
      case 'name':
        if (octet === colon) this.#progress = 'field';
        else if (isWhite) this.#progress = this.#isMboxLine() ? 'field' : 'space_after_name';
        else return this.#readName(octet);
        return true;
      case 'space_after_name':
        if (octet === colon) this.#progress = 'field';
        return isWhite || octet === colon;
      case 'field':
        return true;
    }
  }

  #readName(octet: number): boolean {
    if (octet <= space || octet >= del || octet === colon) return false;
    if (this.#name.length <= 5) this.#name += String.fromCharCode(octet);
    return true;
  }

  #isMboxLine(): boolean {
    return this.#isFirst && mboxNames.includes(this.#name);
  }
}
