/* What stands between Python and the scripts, and between the scripts and their libraries; read by `make check` alone. */

/** The keys of an address. */
type Query = Record<string, string>;

/** What `components/frame/controls.py` tells of a selection. */
interface Rules {
  frame: string[];
  defaults: Record<string, string>;
  custom: string;
  unknown: string;
  /** How the reader reads: stays in the address. */
  reading: string[];
  /** Which card a link aims at: stays until something is chosen. */
  aim: string[];
}

interface MenuEntry {
  act: string;
  words: string;
  icon: string;
  sizes: { size: string; words: string }[];
}

interface ExportWords {
  kinds: { kind: string; words: string }[];
  letters: string;
  [word: string]: any;
}

interface TourStep {
  /** The part of the page that it explains, as a selector. */
  at: string;
  title: string;
  words: string;
}

/** `components/frame/tours.py`. */
interface Tour {
  name: string;
  steps: TourStep[];
  keys: string;
  help: string;
  start: string;
  offer: string;
  begin: string;
  never: string;
  next: string;
  back: string;
  done: string;
  close: string;
  place: string;
}

/** What the document says of its page. */
interface PageState {
  path: string;
  /** `components/model/paths.py`. */
  paths: { platforms: string; platform: string; tasks: string; wall: string; list: string };
  /** What its path says, which holds for all of it. */
  fixed: Query;
  selection: Query;
  /** Whether what cannot be told anew stays, with its age. */
  keepsLast: boolean;
  /** Seconds after which a wall looks for tasks. */
  beat: number;
  words: { failed: string; nothingFound: string };
  lang: string;
  theme: string;
  title: string;
  filters: string[];
  menu: MenuEntry[];
  keys: string;
  /** Not on a wall. */
  tour?: Tour;
  rules: Rules;
  beside: string[];
  /** What the address says of what the blocks of the page list. */
  listed: Query;
  /** The names of the cards that the page leaves out since the data have nothing for them. */
  absent?: string;
  /** The name of the card that the address aims at. */
  card?: string | null;
  exports: ExportWords;
  /** Who reads, as paper names him. */
  signed: string;
}

/** What a card's element says of it. */
interface CardFacts {
  name: string;
  indicators: string[];
  by: string[];
  isTime: boolean;
  /** Of time, told by the grain that the reader chose. */
  hasGrain: boolean;
}

/** Which indicator of its switch a card shows, and whether as a table. */
interface Choice {
  which: number;
  table: boolean;
}

/** An export as `/api/exports` tells it. */
interface Job {
  id: string;
  state: string;
  kind?: string;
  who?: string;
  done?: number;
  total?: number;
  name?: string;
  href?: string;
  error?: string;
  instead?: string;
}

/** An answer of the API; `status` is 0 where none came. */
interface Reply {
  status: number;
  told: any;
}

/** A plotly graph: the element, with what plotly keeps on it. */
interface Graph extends HTMLElement {
  data: object[];
  layout: any;
  _fullLayout?: any;
  /** Whether it is pressed: charts with axes alone. */
  _dragging?: boolean;
  on(event: string, listener: (event: any) => void): void;
}

interface Window {
  dash_clientside: any;
  dash_ag_grid?: any;
  dashAgGridComponentFunctions: any;
  dashAgGridFunctions: any;
  dateFns: any;
  Plotly: any;
  /** The first board, asked for before any script was there. */
  firstBoard?: Promise<Response>;
  React: any;
}
