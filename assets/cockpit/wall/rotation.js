/* Whose turn it is on the wall: scenes follow each other unless a hand holds them. Pure; times are ms, beats a second. */

export const QUIET_MS = 120_000; // after a touch or key the scene stays so long

/** A scene that has next to nothing to show: it keeps its place in the bar, but does not take its turn.
 * @param {(string | undefined)[]} states of its modules */
export const isBare = (states) => states.filter((state) => state === "empty").length * 2 > states.length;

/** The scene `by` places on, round the end.
 * @param {string[]} order @param {string} shown @param {number} by */
export const stepped = (order, shown, by) => order[(order.indexOf(shown) + by + order.length) % order.length];

/** The next scene that has something to show, else the next.
 * @param {string[]} order @param {string} shown @param {(scene: string) => boolean} isBareScene */
export function following(order, shown, isBareScene) {
  const ahead = order.map((_, by) => stepped(order, shown, by + 1));
  return ahead.find((scene) => !isBareScene(scene)) ?? ahead[0];
}

export class Rotation {
  /** @param {number} seconds that a scene stands; 0 leaves it standing @param {boolean} isChosen by the address */
  constructor(seconds, isChosen) {
    this.seconds = seconds;
    this.isChosen = isChosen;
    this.elapsed = 0;
    this.isHeld = false;
    this.quietUntil = 0;
  }

  /** @param {number} now */
  isPaused(now) {
    return this.isHeld || now < this.quietUntil;
  }

  restart() {
    this.elapsed = 0;
  }

  /** A hand was here. @param {number} now */
  touch(now) {
    this.quietUntil = now + QUIET_MS;
  }

  /** A hand chose what stands: it stays until somebody lets the scenes go. */
  hold() {
    this.isHeld = true;
    this.quietUntil = 0;
  }

  /** For how long it is quiet after a touch; 0 where a hand holds the scene, or nothing does. @param {number} now */
  quietMs(now) {
    return this.isHeld ? 0 : Math.max(0, this.quietUntil - now);
  }

  /** Pause, or go on. @param {number} now */
  toggle(now) {
    this.isHeld = !this.isPaused(now);
    this.quietUntil = 0;
  }

  /** A second has passed; whether the scene is to turn. @param {number} now */
  beat(now) {
    if (!(this.seconds > 0) || this.isPaused(now)) return false;
    this.elapsed += 1;
    return this.elapsed >= this.seconds;
  }

  /** Whether there is anything to turn to. @param {number} scenes */
  turns(scenes) {
    return this.seconds > 0 && scenes > 1;
  }

  /** How full the bar is at the next beat. @param {number} now @param {number} scenes */
  share(now, scenes) {
    if (!this.turns(scenes)) return 0;
    return Math.min(1, (this.elapsed + (this.isPaused(now) ? 0 : 1)) / this.seconds);
  }
}
