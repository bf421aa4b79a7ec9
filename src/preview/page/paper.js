// A file that is open: what stands in it, what was typed and not written yet, and one write after the other.

import { act, ask, Refused } from "./act.js";

/** One file of an issue, or of the workspace where `issue` is null. */
export class Paper {
  /** `changed()` is called when what is known of the file changed, `clash(mine, now)` when somebody else wrote it. */
  constructor(issue, file, changed, clash) {
    this.at = issue ? { issue, file } : { file };
    this.place = (issue || "-") + "/" + file;
    this.changed = changed;
    this.clash = clash;
    this.text = null;
    this.digest = null;
    this.form = null;
    this.draft = null;
    this.state = "";
    this.last = Promise.resolve();
  }

  /** Reads the file again; what was typed stays. */
  load() {
    return this.next(async () => {
      const { text, digest, form } = await ask("form/" + this.place);
      const same = digest === this.digest;
      Object.assign(this, { digest, form });
      if (this.draft === null || this.draft === text) {
        this.draft = null;
        this.text = text;
      } else if (!same && this.text !== text) {
        this.clash(this.draft, { text, digest });
        return;
      }
      this.changed();
    });
  }

  /** What was typed: written at once, or with what follows when the write before it is done. */
  type(text) {
    this.draft = text === this.text ? null : text;
    this.say("正在输入…");
    if (this.waiting) return;
    this.waiting = true;
    this.save();
  }

  /** Writes what was typed, now. */
  save() {
    return this.next(async () => {
      this.waiting = false;
      if (this.draft === null) {
        this.say("");
        return;
      }
      const text = this.draft;
      const done = await act({ verb: "write", at: this.at, based: this.digest, text });
      this.text = text;
      if (this.draft === text) this.draft = null;
      this.digest = done.digest;
      this.say("已保存");
    });
  }

  /** Sets a key of the file; `null` takes it out. */
  set(key, value) {
    this.save();
    return this.next(async () => {
      const done = await act({ verb: "set", at: this.at, based: this.digest, key, value });
      this.digest = done.digest;
      const { text, digest, form } = await ask("form/" + this.place);
      Object.assign(this, { text, digest, form });
      this.say("已保存");
      this.changed();
    });
  }

  /** Somebody looked at a key that import was not sure of. */
  confirm(key) {
    this.save();
    return this.next(async () => {
      const done = await act({ verb: "confirm", at: this.at, based: this.digest, key });
      this.digest = done.digest;
      const { text, digest, form } = await ask("form/" + this.place);
      Object.assign(this, { text, digest, form });
      this.say("已核对");
      this.changed();
    });
  }

  /** Goes on from what stands there now, with `text` in its place. */
  settle(now, text) {
    this.text = now.text;
    this.digest = now.digest;
    this.draft = text === now.text ? null : text;
    return this.save().then(() => this.load());
  }

  /** Whether something was typed that is not on the disk. */
  get is_open() {
    return this.draft !== null;
  }

  /** One after the other: each is based on what the one before wrote. */
  next(work) {
    this.last = this.last.then(work).catch((error) => {
      if (error instanceof Refused && error.now && this.draft !== null) this.clash(this.draft, error.now);
      else if (error instanceof Refused && error.now) {
        Object.assign(this, { text: error.now.text, digest: error.now.digest });
        this.say(error.message);
        this.load();
      } else this.say(error.message, true);
    });
    return this.last;
  }

  say(words, wrong) {
    this.state = words;
    this.wrong = Boolean(wrong);
    if (this.told) this.told(words, this.wrong);
  }
}
